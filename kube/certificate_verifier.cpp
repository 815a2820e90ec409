#include "kube/certificate_verifier.hpp"

#include "kube/certificate_list.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace barograph::kube {

namespace {

using time_point = std::chrono::system_clock::time_point;

// Longest chain above the leaf; a real one has one or two intermediates.
constexpr int deepest_chain = 8;
// OpenSSL's level 2: 112 bits, so no SHA-1, no MD5, no RSA key below 2048 bits.
constexpr int security_level = 2;

store_ptr make_store(X509* anchor) {
    store_ptr store(X509_STORE_new());
    if (!store || X509_STORE_add_cert(store.get(), anchor) != 1 ||
        X509_VERIFY_PARAM_set_purpose(X509_STORE_get0_param(store.get()), X509_PURPOSE_SSL_CLIENT) != 1) {
        throw std::runtime_error("OpenSSL has no memory for a CA certificate");
    }
    auto* settings = X509_STORE_get0_param(store.get());
    // Every certificate of the bundle is an anchor, as in Go; without this only self-signed ones were.
    X509_VERIFY_PARAM_set_flags(settings, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_depth(settings, deepest_chain);
    X509_VERIFY_PARAM_set_auth_level(settings, security_level);
    return store;
}

time_point expiry(const X509* certificate) {
    return moment_of(X509_get0_notAfter(certificate));
}

std::vector<std::string> subject_values(const X509* certificate, int nid) {
    std::vector<std::string> values;
    const auto* subject = X509_get_subject_name(certificate);
    for (int at = X509_NAME_get_index_by_NID(subject, nid, -1); at >= 0;
         at = X509_NAME_get_index_by_NID(subject, nid, at)) {
        unsigned char* text = nullptr;
        const int size =
            ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
        if (size >= 0) {
            values.emplace_back(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
            OPENSSL_free(text);
        }
    }
    return values;
}

client_identity identity_of(const X509* leaf, const stack_st_X509* chain) {
    auto names = subject_values(leaf, NID_commonName);
    client_identity result{.common_name = names.empty() ? std::string() : std::move(names.back()),
                           .organizations = subject_values(leaf, NID_organizationName),
                           .valid_until = expiry(leaf)};
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        result.valid_until = std::min(result.valid_until, expiry(sk_X509_value(chain, i)));
    }
    return result;
}

// Whether the failure only says that this anchor is not the one that the certificate comes from.
bool is_other_issuer(int failure) {
    return failure == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           failure == X509_V_ERR_CERT_SIGNATURE_FAILURE || failure == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
           failure == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
}

} // namespace

// One store for each CA: OpenSSL takes the first certificate of the issuer's name and does not try a second
// one when the signature then does not fit, so two CAs of one name (a renewed key) would exclude each other
// in one store.
struct certificate_verifier::anchors {
    std::vector<store_ptr> stores;
};

std::expected<certificate_verifier, std::string> certificate_verifier::create(std::string_view pem) {
    const auto certificates = read_certificates(pem);
    if (!certificates) {
        return std::unexpected("the CA bundle " + certificates.error());
    }
    const error_queue_guard guard;
    auto found = std::make_shared<anchors>();
    for (const auto& certificate : *certificates) {
        found->stores.push_back(make_store(certificate.get()));
    }
    return certificate_verifier(std::move(found));
}

std::expected<client_identity, std::string>
certificate_verifier::verify(X509* leaf, stack_st_X509* peer_chain, time_point now) const {
    if (leaf == nullptr) {
        return std::unexpected("no client certificate was shown");
    }
    const error_queue_guard guard;
    int failure = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
    for (const auto& store : trusted_->stores) {
        const store_context_ptr context(X509_STORE_CTX_new());
        if (!context || X509_STORE_CTX_init(context.get(), store.get(), leaf, peer_chain) != 1) {
            return std::unexpected("the client certificate could not be checked");
        }
        X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(now));
        if (X509_verify_cert(context.get()) == 1) {
            return identity_of(leaf, X509_STORE_CTX_get0_chain(context.get()));
        }
        const int found = X509_STORE_CTX_get_error(context.get());
        if (is_other_issuer(failure)) {
            failure = found;
        }
    }
    return std::unexpected(std::string("the client certificate is refused: ") +
                           X509_verify_cert_error_string(failure));
}

std::size_t certificate_verifier::size() const {
    return trusted_->stores.size();
}

} // namespace barograph::kube
