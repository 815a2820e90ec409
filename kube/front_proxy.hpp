#pragma once
#include "kube/certificate_verifier.hpp"
#include "kube/request_header_authenticator.hpp"
#include "kube/request_header_source.hpp"
#include "kube/user.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::kube {

/// Request-header authentication with the configuration in force at each request. A peer's certificate is
/// verified once and the verdict kept with its connection, until the configuration changes or a certificate
/// of its chain expires. Use from one thread; any number of these may share a source, which must outlive
/// them.
class front_proxy {
public:
    /// What is known of a connection's peer: one for each connection, kept by it and passed in with each
    /// request.
    struct verdict {
        std::shared_ptr<const request_header_config> judged_by;
        std::chrono::system_clock::time_point
            judged_until; ///< from then on the certificate is looked at again
        std::optional<std::string> verified_name;
        std::string refusal; ///< why the certificate is not the front proxy's; empty when it is
    };

    explicit front_proxy(
        const request_header_source& source,
        std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now);

    /// The user that the front proxy asks for. Nothing when the peer (its certificate, null when it showed
    /// none, and the rest of its chain; see certificate_verifier) is not the front proxy, or when it names no
    /// user.
    std::optional<user_info> authenticate(verdict& peer, X509* leaf, stack_st_X509* peer_chain,
                                          const header_fields& fields);

    /// What of a request's header says who asks, when it comes from the front proxy: nothing else may see it.
    /// Nothing does while no configuration is known.
    [[nodiscard]] bool is_identity_header(std::string_view name) const;

private:
    void judge(verdict& peer, X509* leaf, stack_st_X509* peer_chain) const;

    const request_header_source& source_;
    std::function<std::chrono::system_clock::time_point()> now_;
    std::shared_ptr<const request_header_config> config_;
    std::optional<certificate_verifier> verifier_; ///< of config_
};

} // namespace barograph::kube
