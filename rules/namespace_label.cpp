#include "rules/namespace_label.hpp"

#include "rules/promql/names.hpp"
#include "rules/regex.hpp"
#include "rules/template/program.hpp"
#include "rules/template_data.hpp"
#include "rules/template_problem.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

constexpr std::string_view template_field = "resources.template";

bool is_namespace(const group_resource& resource) {
    const auto name = text::lower_case(resource.resource);
    return resource.group.empty() && (name == "namespace" || name == "namespaces");
}

std::expected<templates::program, rule_problem> compile_template(const std::string& text) {
    auto program = templates::program::compile(text, "resource-label");
    if (!program)
        return std::unexpected(problem_of(template_field, text, program.error()));
    // As prometheus-adapter: labels are taken apart again by the template turned into a regular expression.
    const auto pattern = program->run(resource_template_data("(?P<group>.+?)", "(?P<resource>.+?)"));
    if (!pattern)
        return std::unexpected(problem_of(template_field, text, pattern.error()));
    const auto reader = regex::compile("^" + *pattern + "$");
    if (!reader)
        return std::unexpected(
            rule_problem{std::string(template_field),
                         reader.error() + "; expected a label name with <<.Resource>> in it"});
    if (reader->groups_named("resource").empty())
        return std::unexpected(
            rule_problem{std::string(template_field),
                         "the label does not depend on the resource; expected <<.Resource>> in it"});
    return *std::move(program);
}

std::expected<std::string, rule_problem> label_from(const templates::program& program,
                                                    const std::string& text) {
    auto label = program.run(resource_template_data("", "namespace"));
    if (!label)
        return std::unexpected(problem_of(template_field, text, label.error()));
    if (!promql::is_plain_label(*label))
        return std::unexpected(rule_problem{std::string(template_field),
                                            "gives " + text::quoted(*label) +
                                                " for namespaces; expected a label name: letters, digits "
                                                "and underscores, not beginning with a digit"});
    return *std::move(label);
}

} // namespace

std::expected<std::optional<std::string>, rule_problem> namespace_label(const resources_spec& resources) {
    std::optional<std::string> label;
    if (resources.namespaced.value_or(true)) {
        const auto found = std::ranges::find_if(resources.overrides,
                                                [](const auto& entry) { return is_namespace(entry.second); });
        if (found != resources.overrides.end())
            label = found->first;
    }
    if (resources.template_text.empty())
        return label;
    const auto program = compile_template(resources.template_text);
    if (!program)
        return std::unexpected(program.error());
    if (label || !resources.namespaced.value_or(true))
        return label;
    return label_from(*program, resources.template_text);
}

} // namespace barograph::rules
