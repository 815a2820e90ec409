#include "cli/doctor/doctor_report.hpp"

#include "cli/check/terminal.hpp"
#include "config/printable.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace barograph::cli {

namespace {

struct level_form {
    const char* word;
    style how;
};

level_form form_of(finding_level level) {
    switch (level) {
    case finding_level::ok:
        return {"ok", style::good};
    case finding_level::skipped:
        return {"skipped", style::note};
    case finding_level::warning:
        return {"warning", style::warning};
    case finding_level::wrong:
        break;
    }
    return {"wrong", style::error};
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

} // namespace

finding_counts count_findings(const findings& all) {
    finding_counts counts;
    for (const auto& one : all) {
        auto& count = one.level == finding_level::ok        ? counts.ok
                      : one.level == finding_level::skipped ? counts.skipped
                      : one.level == finding_level::warning ? counts.warnings
                                                            : counts.wrong;
        ++count;
    }
    return counts;
}

finding fine(std::string check, std::string message) {
    return {std::move(check), finding_level::ok, std::move(message), {}};
}

finding skipped(std::string check, std::string message, std::string repair) {
    return {std::move(check), finding_level::skipped, std::move(message), std::move(repair)};
}

finding warning(std::string check, std::string message, std::string repair) {
    return {std::move(check), finding_level::warning, std::move(message), std::move(repair)};
}

finding wrong(std::string check, std::string message, std::string repair) {
    return {std::move(check), finding_level::wrong, std::move(message), std::move(repair)};
}

std::string findings_text(const findings& all, bool coloured) {
    constexpr std::size_t level_column = 9;
    std::size_t check_column = 0;
    for (const auto& one : all) {
        check_column = std::max(check_column, one.check.size());
    }
    const painter paint(coloured);
    std::string text;
    for (const auto& one : all) {
        const auto [word, how] = form_of(one.level);
        text += paint(how, padded(std::string(word) + ":", level_column)) + " " +
                padded(one.check, check_column) + "  " + config::printable(one.message);
        if (!one.repair.empty()) {
            text += "; repair: " + paint(style::strong, config::printable(one.repair));
        }
        text += "\n";
    }
    const auto counts = count_findings(all);
    return text + std::to_string(counts.ok) + " ok, " + std::to_string(counts.wrong) + " wrong, " +
           std::to_string(counts.warnings) + (counts.warnings == 1 ? " warning, " : " warnings, ") +
           std::to_string(counts.skipped) + " skipped\n";
}

std::string findings_json(const findings& all) {
    using json = nlohmann::ordered_json;
    json checks = json::array();
    for (const auto& one : all) {
        checks.push_back({{"check", one.check},
                          {"status", form_of(one.level).word},
                          {"message", one.message},
                          {"repair", one.repair.empty() ? json() : json(one.repair)}});
    }
    const auto counts = count_findings(all);
    const json summary = {{"ok", counts.ok},
                          {"wrong", counts.wrong},
                          {"warnings", counts.warnings},
                          {"skipped", counts.skipped}};
    const json whole = {{"checks", std::move(checks)}, {"summary", summary}};
    constexpr int indent = 2;
    return whole.dump(indent, ' ', true, json::error_handler_t::replace) + "\n";
}

} // namespace barograph::cli
