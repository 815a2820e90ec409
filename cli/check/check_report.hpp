#pragma once
#include "config/problem.hpp"
#include "rules/rule.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What `barograph check` found, before it is written in one form or another. Plain values.
namespace barograph::cli {

/// What a rule finds in Prometheus now.
struct rule_findings {
    std::size_t series_names = 0;     ///< that fit seriesQuery, whether the rule keeps them or not
    std::vector<std::string> metrics; ///< what they are exposed as, sorted, each once
};

struct checked_rule {
    rules::rule rule;
    std::optional<rule_findings> found; ///< nothing: Prometheus was not asked, or did not tell
};

struct checked_file {
    std::string name;
    bool accepted = false;           ///< false: no server would start with it, and `rules` is empty
    std::vector<checked_rule> rules; ///< the external ones
    std::size_t custom_rules = 0;
    bool has_resource_rules = false;
    std::vector<config::problem> problems; ///< sorted by place
};

/// The Prometheus that was asked.
struct asked_prometheus {
    std::string url;                    ///< without credentials
    std::optional<std::string> failure; ///< why it could not be asked, or not to the end
};

struct check_report {
    std::vector<checked_file> files; ///< in the order of the command line
    std::optional<asked_prometheus> prometheus;
};

struct problem_counts {
    std::size_t errors = 0; ///< the failure of Prometheus is one
    std::size_t warnings = 0;
    std::size_t notes = 0;
};

problem_counts count_problems(const check_report& report);

/// Makes errors of all warnings; notes stay.
void make_strict(check_report& report);

/// A problem with the whole of a rule, at its place in the file. The message is made printable.
config::problem problem_of(const checked_file& file, const rules::rule& rule, std::string_view message,
                           config::severity level);

/// The line that the rule begins in.
std::size_t line_of(const rules::rule& rule);

} // namespace barograph::cli
