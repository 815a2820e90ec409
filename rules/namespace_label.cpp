#include "rules/namespace_label.hpp"

#include "rules/promql/names.hpp"
#include "rules/regex.hpp"
#include "rules/template/program.hpp"
#include "rules/template_data.hpp"
#include "rules/template_problem.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

constexpr std::string_view template_field = "resources.template";

bool is_namespace(const group_resource& resource) {
    std::string name = resource.resource;
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
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
        return std::unexpected(rule_problem{std::string(template_field),
                                            reader.error() + "; expected a label name with <<.Resource>> in it"});
    if (!reader->group_named("resource"))
        return std::unexpected(rule_problem{std::string(template_field),
                                            "the label does not depend on the resource; expected <<.Resource>> in it"});
    return *std::move(program);
}

std::expected<std::string, rule_problem> label_from(const templates::program& program, const std::string& text) {
    auto label = program.run(resource_template_data("", "namespace"));
    if (!label)
        return std::unexpected(problem_of(template_field, text, label.error()));
    if (!promql::is_plain_label(*label))
        return std::unexpected(
            rule_problem{std::string(template_field), "gives " + text::quoted(*label) +
                                                          " for namespaces; expected a label name: letters, digits "
                                                          "and underscores, not beginning with a digit"});
    return *std::move(label);
}

} // namespace

std::expected<namespace_label, std::vector<rule_problem>> compile_namespace_label(const resources_spec& resources) {
    namespace_label found;
    std::vector<rule_problem> problems;
    const auto namespaced = resources.namespaced.value_or(true);
    for (const auto& [label, resource] : resources.overrides) {
        if (resource.resource.empty()) {
            problems.push_back({"resources.overrides." + label + ".resource", "absent; expected a resource, such as namespace"});
        } else if (namespaced && is_namespace(resource)) {
            if (found.name)
                found.warnings.push_back({"resources.overrides." + label,
                                          "a second label for namespaces, which is not used; " + *found.name + " is"});
            else
                found.name = label;
        }
    }
    if (!resources.template_text.empty()) {
        auto program = compile_template(resources.template_text);
        if (!program) {
            problems.push_back(std::move(program.error()));
        } else if (namespaced && !found.name) {
            auto label = label_from(*program, resources.template_text);
            if (label)
                found.name = *std::move(label);
            else
                problems.push_back(std::move(label.error()));
        }
    }
    if (!problems.empty())
        return std::unexpected(std::move(problems));
    return found;
}

} // namespace barograph::rules
