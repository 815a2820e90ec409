#include "test/support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace barograph::test {

namespace {

void require(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(std::string("OpenSSL could not make a test certificate: ") + what);
    }
}

void add_name(X509* certificate, int nid, const std::string& value) {
    require(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), nid, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.data()),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "name");
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), X509_EXTENSION_free);
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

template <typename Write>
std::string written(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
    require(bio && write(bio.get()) == 1, "PEM");
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

long next_serial() {
    static std::atomic<long> last{0};
    return ++last;
}

} // namespace

certificate::certificate(const certificate_request& request)
    : certificate_(X509_new(), X509_free),
      key_(request.rsa_bits > 0 ? EVP_RSA_gen(static_cast<unsigned>(request.rsa_bits)) : EVP_EC_gen("P-256"),
           EVP_PKEY_free) {
    auto* raw = certificate_.get();
    require(raw != nullptr && key_ != nullptr, "key");
    auto* issuer = request.issuer != nullptr ? request.issuer->handle() : raw;
    auto* signer = request.issuer != nullptr ? request.issuer->key_.get() : key_.get();

    X509_set_version(raw, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), next_serial());
    X509_gmtime_adj(X509_getm_notBefore(raw), request.not_before.count());
    X509_gmtime_adj(X509_getm_notAfter(raw), request.not_after.count());
    X509_set_pubkey(raw, key_.get());
    for (const auto& organization : request.organizations) {
        add_name(raw, NID_organizationName, organization);
    }
    if (!request.common_name.empty()) {
        add_name(raw, NID_commonName, request.common_name);
    }
    X509_set_issuer_name(raw, X509_get_subject_name(issuer));

    add_extension(raw, issuer, NID_basic_constraints,
                  request.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(raw, issuer, NID_key_usage,
                  request.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!request.is_ca && !request.extended_key_usage.empty()) {
        add_extension(raw, issuer, NID_ext_key_usage, request.extended_key_usage);
    }
    if (!request.alternative_names.empty()) {
        add_extension(raw, issuer, NID_subject_alt_name, request.alternative_names);
    }
    if (request.key_identifiers) {
        add_extension(raw, issuer, NID_subject_key_identifier, "hash");
        if (request.issuer != nullptr) {
            add_extension(raw, issuer, NID_authority_key_identifier, "keyid");
        }
    }
    require(X509_sign(raw, signer, EVP_get_digestbyname(request.digest.c_str())) > 0, "signature");
}

std::string certificate::pem() const {
    return written([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate_.get()); });
}

std::string certificate::key_pem() const {
    return written([&](BIO* bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

certificate_chain::certificate_chain(const std::vector<certificate>& certificates)
    : chain_(sk_X509_new_null(), [](stack_st_X509* chain) { sk_X509_pop_free(chain, X509_free); }) {
    for (const auto& entry : certificates) {
        X509_up_ref(entry.handle());
        sk_X509_push(chain_.get(), entry.handle());
    }
}

} // namespace barograph::test
