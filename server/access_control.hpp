#pragma once
#include "kube/authorizer.hpp"
#include "kube/user.hpp"
#include "net/asio.hpp"
#include "server/grounds.hpp"
#include "server/request_info.hpp"
#include "server/request_record.hpp"
#include "server/status.hpp"
#include "telemetry/instruments.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// Who may do what, as Go's generic API server decides it: some paths for everybody, everything for
/// `system:masters`, and else what kube-apiserver says to a SubjectAccessReview. What can't be asked is
/// refused.
class access_control {
public:
    /// `open_paths` are the paths of --authorization-always-allow-paths; one ending in `*` counts as a
    /// prefix. Each decision about a user is counted by `counts`, unless that is null. Both must outlive
    /// this.
    access_control(kube::authorizer& authorizer, std::vector<std::string> open_paths,
                   telemetry::instruments* counts = nullptr);

    /// Nothing when allowed, else what to answer. What was decided is told to `record` and `basis`, if there
    /// are any.
    net::awaitable<std::optional<status>> refuse(kube::user_info user, request_info info,
                                                 request_record* record = nullptr, grounds* basis = nullptr);

    /// Whether everybody may ask for this path; no need to know who it is.
    [[nodiscard]] bool is_open(const request_info& info) const;

private:
    void count(std::string_view decision, std::string_view source, net::time_point begun) const;

    kube::authorizer& authorizer_;
    std::vector<std::string> open_paths_;
    telemetry::instruments* counts_;
};

} // namespace barograph::server
