#include "cli/check/check_text.hpp"

#include "cli/check/name_list.hpp"
#include "cli/check/terminal.hpp"
#include "config/printable.hpp"

namespace barograph::cli {

namespace {

using config::severity;

constexpr std::size_t most_metrics = 8;

std::string amount_of(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

class writer {
public:
    explicit writer(bool coloured) : paint_(coloured) {}

    std::string write(const check_report& report) {
        for (const auto& file : report.files) {
            for (const auto& problem : file.problems) {
                write_problem(problem);
            }
        }
        if (report.prometheus && report.prometheus->failure) {
            text_ +=
                paint_(style::error, "error:") + " " + config::printable(*report.prometheus->failure) + "\n";
        }
        for (const auto& file : report.files) {
            write_file(file);
        }
        write_counts(report);
        return std::move(text_);
    }

private:
    void write_problem(const config::problem& problem) {
        const auto level = problem.level == severity::error     ? paint_(style::error, "error:")
                           : problem.level == severity::warning ? paint_(style::warning, "warning:")
                                                                : paint_(style::note, "note:");
        text_ += paint_(style::strong, config::printable(place_of(problem)) + ":") + " " + level + " " +
                 config::printable(problem.message) + "\n";
    }

    void write_file(const checked_file& file) {
        const auto name = paint_(style::strong, config::printable(file.name) + ":") + " ";
        if (!file.accepted) {
            text_ += name + paint_(style::error, "refused") + "\n";
            return;
        }
        text_ += name + paint_(style::good, "accepted") + ", " +
                 amount_of(file.rules.size(), "external rule") + "\n";
        for (const auto& checked : file.rules) {
            write_rule(checked);
        }
    }

    void write_rule(const checked_rule& checked) {
        const auto& spec = checked.rule.spec();
        const auto& only = checked.rule.only_name();
        text_ += "  " + config::printable(spec.location) + ": " + config::printable(spec.series_query) +
                 " gives " +
                 (only ? config::printable(*only) : std::string("names that depend on its series")) + "\n";
        if (checked.found) {
            const auto& metrics = checked.found->metrics;
            text_ += "    now " + amount_of(checked.found->series_names, "series name") + ", " +
                     amount_of(metrics.size(), "metric");
            text_ +=
                (metrics.empty() ? "" : ": " + config::printable(shortened(metrics, most_metrics))) + "\n";
        }
    }

    void write_counts(const check_report& report) {
        const auto counts = count_problems(report);
        std::size_t rules = 0;
        for (const auto& file : report.files) {
            rules += file.rules.size();
        }
        const auto errors = amount_of(counts.errors, "error");
        const auto warnings = amount_of(counts.warnings, "warning");
        text_ += amount_of(report.files.size(), "file") + ", " + amount_of(rules, "external rule") + ": " +
                 (counts.errors > 0 ? paint_(style::error, errors) : errors) + ", " +
                 (counts.warnings > 0 ? paint_(style::warning, warnings) : warnings) + "\n";
    }

    painter paint_;
    std::string text_;
};

} // namespace

std::string report_text(const check_report& report, bool coloured) {
    return writer(coloured).write(report);
}

} // namespace barograph::cli
