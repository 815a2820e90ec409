#include "kube/serving_certificate.hpp"

#include <openssl/x509v3.h>

namespace barograph::kube {

namespace {

struct chain_freer {
    void operator()(stack_st_X509* chain) const { sk_X509_pop_free(chain, X509_free); }
};

using chain_ptr = std::unique_ptr<stack_st_X509, chain_freer>;
using when = std::chrono::system_clock::time_point;

chain_ptr stack_of(const std::vector<certificate_ptr>& certificates) {
    chain_ptr chain(sk_X509_new_null());
    for (const auto& one : certificates) {
        X509_up_ref(one.get());
        sk_X509_push(chain.get(), one.get());
    }
    return chain;
}

// Nothing, or what the verification of the leaf ended with; `until` is then the chain's.
std::optional<int> verify_by(X509* anchor, X509* leaf, stack_st_X509* chain, when now, when& until) {
    const store_ptr store(X509_STORE_new());
    const store_context_ptr context(X509_STORE_CTX_new());
    if (!store || !context || X509_STORE_add_cert(store.get(), anchor) != 1 ||
        X509_STORE_CTX_init(context.get(), store.get(), leaf, chain) != 1) {
        return X509_V_ERR_UNSPECIFIED;
    }
    auto* settings = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_flags(settings, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_purpose(settings, X509_PURPOSE_SSL_SERVER);
    X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(now));
    if (X509_verify_cert(context.get()) != 1) {
        return X509_STORE_CTX_get_error(context.get());
    }
    const auto* verified = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(verified); ++i) {
        until = std::min(until, moment_of(X509_get0_notAfter(sk_X509_value(verified, i))));
    }
    return std::nullopt;
}

bool only_says_another_issuer(int failure) {
    return failure == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           failure == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
           failure == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE ||
           failure == X509_V_ERR_CERT_SIGNATURE_FAILURE ||
           failure == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
           failure == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

} // namespace

std::expected<serving_verdict, std::string> judge_serving_certificate(std::string_view chain,
                                                                      std::string_view ca_bundle,
                                                                      const std::string& name, when now) {
    const error_queue_guard guard;
    const auto served = read_certificates(chain);
    if (!served) {
        return std::unexpected("what the server shows " + served.error());
    }
    auto* leaf = served->front().get();
    serving_verdict verdict{.leaf = summary_of(leaf)};
    verdict.valid_until = verdict.leaf.valid_until;
    verdict.is_named =
        X509_check_host(leaf, name.data(), name.size(),
                        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                        nullptr) == 1;
    if (ca_bundle.empty()) {
        verdict.distrust = "the CA bundle is empty";
        return verdict;
    }
    const auto trusted = read_certificates(ca_bundle);
    if (!trusted) {
        return std::unexpected("the CA bundle " + trusted.error());
    }
    const auto sent = stack_of(*served);
    // One store for each CA, since two of one name (a renewed key) would exclude each other in one.
    int failure = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
    for (const auto& anchor : *trusted) {
        const auto found = verify_by(anchor.get(), leaf, sent.get(), now, verdict.valid_until);
        if (!found) {
            return verdict;
        }
        if (only_says_another_issuer(failure)) {
            failure = *found;
        }
    }
    verdict.distrust = only_says_another_issuer(failure) ? "no CA in it issued the certificate"
                                                         : X509_verify_cert_error_string(failure);
    return verdict;
}

} // namespace barograph::kube
