#pragma once
#include "cli/doctor/doctor_session.hpp"
#include "kube/external_metric_use.hpp"

#include <cstddef>
#include <expected>
#include <vector>

namespace barograph::cli {

/// A question as the HPA's controller puts it, and the HPAs that would.
struct metric_ask {
    kube::external_metric_use use; ///< of the first HPA
    std::vector<std::string> autoscalers;
    std::expected<std::size_t, kube::error> values{0}; ///< how many the answer has
    bool is_answered = false;                          ///< false: not asked, or out of time
};

/// What is asked of these uses, each different question once.
std::vector<metric_ask> asks_of(const std::vector<kube::external_metric_use>& uses);

/// Asks the first `most` of them, several at a time, until the deadline.
net::awaitable<> ask_for_values(doctor_session& session, std::vector<metric_ask>& asks, std::size_t most,
                                net::time_point deadline);

} // namespace barograph::cli
