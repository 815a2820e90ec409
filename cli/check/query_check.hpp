#pragma once
#include "cli/check/check_report.hpp"
#include "cli/check/prometheus_session.hpp"
#include "cli/check/series_check.hpp"

namespace barograph::cli {

/// Makes the queries of every rule in the report, as for an HPA, and lets Prometheus read each different one
/// once. What it refuses is a problem of the rule: the first refusal in full, and how many more there are.
net::awaitable<> check_queries(prometheus_session& session, check_report& report, const listings& known);

} // namespace barograph::cli
