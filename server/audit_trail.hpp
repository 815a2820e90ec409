#pragma once
#include "audit/log.hpp"
#include "audit/policy.hpp"
#include "kube/user.hpp"
#include "server/request.hpp"
#include "server/request_info.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::server {

/// Where audit events go and which there are.
struct auditor {
    audit::policy policy;
    audit::log& log;
};

/// The audit events of one request: RequestReceived once it is known who asks, ResponseComplete with the
/// answer; for wrong credentials ResponseStarted alone, as Go's generic API server does it. `by` and
/// `question` must outlive it.
class audit_trail {
public:
    using time_point = std::chrono::system_clock::time_point;

    audit_trail(auditor& by, const request& question, std::string id, time_point received);

    void asks(const request_info& what);
    void comes_from(const kube::user_info& user, time_point now);
    /// See request_record.
    void was_judged(std::optional<bool> allowed, std::string_view reason, time_point now);
    void was_answered(unsigned status, time_point now);

private:
    void begin(time_point now);
    void judge();
    void tell(audit::stage reached, time_point now);

    auditor& auditor_;
    audit::event event_;
    std::string path_;
    std::optional<audit::verdict> verdict_;
};

} // namespace barograph::server
