#include "test/unit/config/loading.hpp"

#include "config/load.hpp"

#include <stdexcept>

namespace barograph::test {

namespace {

std::string lines_of(const std::vector<config::problem>& problems, bool errors) {
    std::string lines;
    for (const auto& problem : problems) {
        if ((problem.level == config::severity::error) != errors) {
            continue;
        }
        lines += (lines.empty() ? "" : "\n") + config::to_string(problem);
    }
    return lines;
}

} // namespace

std::string refusal_of(std::string_view yaml) {
    const auto result = config::parse("f", yaml);
    return result ? "(accepted)" : lines_of(result.error(), true);
}

config::configuration loaded(std::string_view yaml) {
    auto result = config::parse("f", yaml);
    if (!result) {
        throw std::runtime_error("refused:\n" + lines_of(result.error(), true));
    }
    return std::move(*result);
}

std::string warnings_of(std::string_view yaml) {
    return lines_of(loaded(yaml).warnings, false);
}

rules::rule_spec only_rule(std::string_view yaml) {
    const auto configuration = loaded(yaml);
    if (configuration.external_rules.size() != 1) {
        throw std::runtime_error(std::to_string(configuration.external_rules.size()) + " rules, not one");
    }
    return configuration.external_rules.front().spec();
}

std::string rule_with(std::string_view lines) {
    return "externalRules:\n- seriesQuery: up\n  metricsQuery: sum(up{<<.LabelMatchers>>})\n" +
           std::string(lines);
}

} // namespace barograph::test
