#include "kube/client_certificates.hpp"

#include "kube/certificate_fingerprint.hpp"

#include <utility>

namespace barograph::kube {

namespace {

// A refusal is looked at again after this: a certificate that is valid from this second on, seen by a slow
// clock, must not be refused for as long as its connection is kept.
constexpr std::chrono::seconds client_refusal_holds{1};

// Which of a user's credentials was shown, as Kubernetes tells authorizers and audit logs.
constexpr const char* credential_id = "authentication.kubernetes.io/credential-id";

std::optional<user_info> user_of(client_identity identity, const X509* leaf) {
    if (identity.common_name.empty()) {
        return std::nullopt;
    }
    user_info user{.name = std::move(identity.common_name),
                   .uid = {},
                   .groups = std::move(identity.organizations),
                   .extra = {}};
    if (const auto fingerprint = certificate_fingerprint(leaf); !fingerprint.empty()) {
        user.extra[credential_id] = {"X509SHA256=" + fingerprint};
    }
    return user;
}

} // namespace

client_certificates::client_certificates(const client_ca_source& source,
                                         std::function<std::chrono::system_clock::time_point()> now)
    : source_(source), now_(std::move(now)) {}

client_certificates::identity client_certificates::authenticate(verdict& peer, X509* leaf,
                                                                stack_st_X509* peer_chain) {
    if (leaf == nullptr) {
        return std::nullopt;
    }
    if (auto current = source_.current_client_ca(); current != ca_) {
        ca_ = std::move(current);
        verifier_.reset();
        if (ca_) {
            if (auto verifier = certificate_verifier::create(*ca_)) {
                verifier_ = std::move(*verifier);
            }
        }
    }
    if (!verifier_) {
        return std::nullopt;
    }
    if (peer.judged_by != ca_ || now_() >= peer.judged_until) {
        judge(peer, leaf, peer_chain);
    }
    return peer.peer;
}

void client_certificates::judge(verdict& peer, X509* leaf, stack_st_X509* peer_chain) const {
    const auto now = now_();
    auto verified = verifier_->verify(leaf, peer_chain, now);
    peer.judged_by = ca_;
    if (verified) {
        peer.judged_until = verified->valid_until;
        peer.peer = user_of(std::move(*verified), leaf);
    } else {
        peer.judged_until = now + client_refusal_holds;
        peer.peer = std::unexpected(std::move(verified.error()));
    }
}

} // namespace barograph::kube
