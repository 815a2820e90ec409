#pragma once
#include "cli/check/check_report.hpp"
#include "cli/check/prometheus_session.hpp"

#include <expected>
#include <map>
#include <string>
#include <vector>

namespace barograph::cli {

/// The series names of a seriesQuery, or why there is no list.
using listing = std::expected<std::vector<std::string>, prometheus::error>;

/// By the seriesQuery's text. One that is absent was not asked for, since the session had ended.
using listings = std::map<std::string, listing, std::less<>>;

/// Lists the series of every rule in the report; rules with the same seriesQuery share one question.
net::awaitable<listings> list_series(prometheus_session& session, const check_report& report);

/// Adds to a file what its rules find, and what is odd about that: a listing that failed, a rule that finds
/// nothing or keeps nothing of it, names that collide.
void take_listings(checked_file& file, const listings& known);

/// Those of the rule's listing that the rule keeps; none if it was not listed.
std::vector<std::string> kept_series(const rules::rule& rule, const listings& known);

} // namespace barograph::cli
