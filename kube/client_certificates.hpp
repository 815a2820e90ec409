#pragma once
#include "kube/certificate_verifier.hpp"
#include "kube/client_ca_source.hpp"
#include "kube/user.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace barograph::kube {

/// Authentication by client certificate, as Go's API servers do it: the subject's CN is the user, its O's
/// are the groups. A peer's certificate is verified once and the verdict kept with its connection, until the
/// CAs change or a certificate of its chain expires. Use from one thread; `source` must outlive it.
class client_certificates {
public:
    /// Who a connection's peer is; nothing: no user is named. Error: why the certificate is refused.
    using identity = std::expected<std::optional<user_info>, std::string>;

    /// One for each connection, kept by it and passed in with each request.
    struct verdict {
        std::shared_ptr<const std::string> judged_by;
        std::chrono::system_clock::time_point
            judged_until; ///< from then on the certificate is looked at again
        identity peer;
    };

    explicit client_certificates(
        const client_ca_source& source,
        std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now);

    /// Nothing when the peer showed no certificate (null), or while no CA is known. See certificate_verifier
    /// for the arguments.
    identity authenticate(verdict& peer, X509* leaf, stack_st_X509* peer_chain);

private:
    void judge(verdict& peer, X509* leaf, stack_st_X509* peer_chain) const;

    const client_ca_source& source_;
    std::function<std::chrono::system_clock::time_point()> now_;
    std::shared_ptr<const std::string> ca_;
    std::optional<certificate_verifier> verifier_; ///< of ca_
};

} // namespace barograph::kube
