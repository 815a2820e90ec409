#include "cli/check/check_report.hpp"

#include "config/printable.hpp"

#include <charconv>
#include <string_view>

namespace barograph::cli {

problem_counts count_problems(const check_report& report) {
    problem_counts counts;
    counts.errors = report.prometheus && report.prometheus->failure ? 1 : 0;
    for (const auto& file : report.files) {
        for (const auto& problem : file.problems) {
            auto& count = problem.level == config::severity::error     ? counts.errors
                          : problem.level == config::severity::warning ? counts.warnings
                                                                       : counts.notes;
            ++count;
        }
    }
    return counts;
}

void make_strict(check_report& report) {
    for (auto& file : report.files) {
        for (auto& problem : file.problems) {
            if (problem.level == config::severity::warning) {
                problem.level = config::severity::error;
            }
        }
    }
}

config::problem problem_of(const checked_file& file, const rules::rule& rule, std::string_view message,
                           config::severity level) {
    return {.file = file.name,
            .line = line_of(rule),
            .column = 0,
            .message = config::printable(message),
            .level = level};
}

std::size_t line_of(const rules::rule& rule) {
    const std::string_view location = rule.spec().location;
    const auto digits = location.substr(location.rfind(':') + 1);
    std::size_t line = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), line);
    return line;
}

} // namespace barograph::cli
