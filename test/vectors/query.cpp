#include "rules/rule.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rule_input.hpp"
#include "test/vectors/rules_groups.hpp"

#include <algorithm>
#include <array>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;
using rules::selector_operator;

std::optional<selector_operator> operator_named(std::string_view name) {
    constexpr std::array operators{
        selector_operator::equals,         selector_operator::double_equals,
        selector_operator::not_equals,     selector_operator::in,
        selector_operator::not_in,         selector_operator::exists,
        selector_operator::does_not_exist, selector_operator::greater_than,
        selector_operator::less_than,
    };
    for (const auto known : operators)
        if (rules::to_string(known) == name)
            return known;
    return std::nullopt;
}

std::expected<rules::selector, std::string> selector_from(const json& input) {
    if (!input.contains("requirements"))
        return rules::parse_selector(input.value("selector", ""));
    rules::selector built;
    for (const auto& written : input["requirements"]) {
        const auto name = written.at("operator").get<std::string>();
        const auto op = operator_named(name);
        if (!op)
            return std::unexpected("unknown operator " + name);
        auto made = rules::make_requirement(written.at("key"), *op,
                                            written.value("values", std::vector<std::string>{}));
        if (!made)
            return std::unexpected(made.error());
        // In Kubernetes no selector can be made that is not in the order of its keys.
        const auto place =
            std::ranges::upper_bound(built.requirements, made->key, {}, &rules::requirement::key);
        built.requirements.insert(place, *std::move(made));
    }
    return built;
}

} // namespace

json answer_query(const json& input) {
    const auto rule = rules::rule::compile(rule_spec_from(input.at("rule")));
    if (!rule)
        return failed(rule.error().front().message, "rules");
    const auto labels = selector_from(input);
    if (!labels)
        return failed(labels.error(), "selector");
    const auto series = input.value("series", "");
    const auto ns = input.value("namespace", "");
    const auto query = rule->query({.series = series, .ns = ns, .labels = *labels});
    if (!query)
        return failed(query.error().message, "query");
    return *query;
}

} // namespace barograph::test::vectors
