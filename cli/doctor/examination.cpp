#include "cli/doctor/examination.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/doctor/aggregation_check.hpp"
#include "cli/doctor/api_check.hpp"
#include "cli/doctor/autoscaler_check.hpp"
#include "cli/doctor/clock_check.hpp"
#include "cli/doctor/permission_check.hpp"
#include "cli/doctor/registration_check.hpp"
#include "cli/doctor/request_header_check.hpp"
#include "cli/doctor/rules_check.hpp"
#include "cli/doctor/service_check.hpp"
#include "cli/doctor/serving_certificate_check.hpp"

#include <array>
#include <exception>
#include <iterator>
#include <utility>

namespace barograph::cli {

namespace {

struct doctor_check {
    const char* name; ///< for what nobody expected
    net::awaitable<findings> (*make)(doctor_session&);
};

constexpr std::array checks{
    doctor_check{"apiservice", check_registration},
    doctor_check{"service", check_service},
    doctor_check{"serving-certificate", check_serving_certificate},
    doctor_check{"aggregation", check_aggregation},
    doctor_check{"permission", check_server_rights},
    doctor_check{"permission", check_autoscaler_rights},
    doctor_check{"request-header-ca", check_request_header},
    doctor_check{"clock", check_clocks},
    doctor_check{"prometheus", check_rules},
    doctor_check{"hpa-metrics", check_autoscalers},
};

class examination {
public:
    examination(doctor_session& session, std::function<void(std::size_t, std::size_t)> tell)
        : session_(session), tell_(std::move(tell)) {}

    net::awaitable<findings> run() {
        tell_(0, checks.size() + 1);
        const doctor_check first{"kubernetes-api", check_api};
        auto found = co_await make(first);
        tell_(++done_, checks.size() + 1);
        co_await in_parallel(session_.ex, checks.size(), checks.size(),
                             [this](std::size_t index) { return make_one(index); });
        for (auto& result : results_) {
            std::ranges::move(result, std::back_inserter(found));
        }
        co_return found;
    }

private:
    net::awaitable<> make_one(std::size_t index) {
        results_[index] = co_await make(checks[index]);
        tell_(++done_, checks.size() + 1);
    }

    net::awaitable<findings> make(doctor_check check) {
        try {
            co_return co_await check.make(session_);
        } catch (const std::exception& e) {
            co_return findings{wrong(check.name, std::string("the check itself failed: ") + e.what(),
                                     "barograph doctor --output json  # for a report of this defect")};
        }
    }

    doctor_session& session_;
    std::function<void(std::size_t, std::size_t)> tell_;
    std::array<findings, checks.size()> results_;
    std::size_t done_ = 0;
};

} // namespace

net::awaitable<findings> examine(doctor_session& session,
                                 std::function<void(std::size_t, std::size_t)> tell) {
    examination work(session, std::move(tell));
    co_return co_await work.run();
}

} // namespace barograph::cli
