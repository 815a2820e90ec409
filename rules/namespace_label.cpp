#include "rules/namespace_label.hpp"

#include "rules/promql/names.hpp"

namespace barograph::rules {

std::expected<std::optional<std::string>, std::vector<rule_problem>>
namespace_label(const resources_spec& resources) {
    if (!resources.namespaced.value_or(true))
        return std::nullopt;
    for (const auto& [label, resource] : resources.overrides)
        if (resource.group.empty() && (resource.resource == "namespace" || resource.resource == "namespaces"))
            return label;
    if (resources.template_text.empty())
        return std::nullopt;
    auto label = resources.template_text;
    const std::string placeholder = "<<.Resource>>";
    if (const auto at = label.find(placeholder); at != label.npos)
        label.replace(at, placeholder.size(), "namespace");
    if (promql::is_plain_label(label))
        return label;
    std::vector<rule_problem> problems;
    problems.push_back({"resources.template", "gives no label name; expected text with <<.Resource>>"});
    return std::unexpected(std::move(problems));
}

} // namespace barograph::rules
