#pragma once
#include "kube/authorizer.hpp"
#include "kube/user.hpp"
#include "net/asio.hpp"
#include "rules/text/text_map.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace barograph::server {

/// Somebody who asks for external metrics, and what of it was allowed until when. Only what an authorizer
/// said is known, and never for longer or for more than it said. Thread-safe; nothing waits in it.
class caller {
public:
    explicit caller(kube::user_info user) : user_(std::move(user)) {}

    [[nodiscard]] const kube::user_info& user() const { return user_; }

    /// Listing `resource` in namespace `ns` was allowed, or whatever else the decision's scope covers.
    void was_allowed(std::string_view ns, std::string_view resource, const kube::access_decision& decision);

    /// Whether listing it is known to be allowed. Allocates nothing.
    [[nodiscard]] bool may(std::string_view ns, std::string_view resource, net::time_point now) const;

private:
    using known = rules::text::map<net::time_point>;

    static void keep(known& in, std::string_view name, net::time_point until);
    static bool holds(const known& in, std::string_view name, net::time_point now);

    kube::user_info user_;
    mutable std::mutex lock_;
    net::time_point everywhere_{};
    known namespaces_;
    rules::text::map<known> resources_; ///< by namespace
    std::size_t resources_known_ = 0;   ///< of all namespaces
};

} // namespace barograph::server
