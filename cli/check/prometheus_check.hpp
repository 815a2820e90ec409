#pragma once
#include "cli/check/check_report.hpp"
#include "cli/check/prometheus_session.hpp"

namespace barograph::cli {

/// Asks Prometheus about the rules of a report: what every rule finds now, and whether the queries that it
/// makes can be read. Adds findings and problems to the report. A rule that fails alone is a problem of its
/// file; a Prometheus that does not answer is the report's failure, and ends it early. Use from the
/// io_context's thread only; both must outlive it.
net::awaitable<> ask_prometheus(prometheus_session& session, check_report& report);

} // namespace barograph::cli
