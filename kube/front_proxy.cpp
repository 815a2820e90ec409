#include "kube/front_proxy.hpp"

#include <utility>

namespace barograph::kube {

namespace {

// A refusal is looked at again after this: a certificate that is valid from this second on, seen by a slow
// clock, must not be refused for as long as its connection is kept.
constexpr std::chrono::seconds proxy_refusal_holds{1};

} // namespace

front_proxy::front_proxy(const request_header_source& source,
                         std::function<std::chrono::system_clock::time_point()> now)
    : source_(source), now_(std::move(now)) {}

std::optional<user_info> front_proxy::authenticate(verdict& peer, X509* leaf, stack_st_X509* peer_chain,
                                                   const header_fields& fields) {
    if (leaf == nullptr) {
        return std::nullopt;
    }
    if (auto current = source_.current(); current != config_) {
        config_ = std::move(current);
        verifier_.reset();
        if (config_) {
            if (auto verifier = certificate_verifier::create(config_->client_ca_pem)) {
                verifier_ = std::move(*verifier);
            }
        }
    }
    if (!verifier_) {
        peer = {};
        return std::nullopt;
    }
    if (peer.judged_by != config_ || now_() >= peer.judged_until) {
        judge(peer, leaf, peer_chain);
    }
    return authenticate_request_header(*config_, peer.verified_name, fields);
}

void front_proxy::judge(verdict& peer, X509* leaf, stack_st_X509* peer_chain) const {
    const auto now = now_();
    auto identity = verifier_->verify(leaf, peer_chain, now);
    peer.judged_by = config_;
    if (identity) {
        peer.judged_until = identity->valid_until;
        peer.refusal = is_allowed_name(*config_, identity->common_name)
                           ? ""
                           : "the client certificate's name is not one of the front proxy's";
        peer.verified_name = std::move(identity->common_name);
    } else {
        peer.judged_until = now + proxy_refusal_holds;
        peer.verified_name.reset();
        peer.refusal = std::move(identity.error());
    }
}

bool front_proxy::is_identity_header(std::string_view name) const {
    const auto current = source_.current();
    return current && kube::is_identity_header(*current, name);
}

} // namespace barograph::kube
