#include "rules/rule.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rule_input.hpp"
#include "test/vectors/rules_groups.hpp"

namespace barograph::test::vectors {

using nlohmann::json;

json answer_naming(const json& input) {
    const auto rule = rules::rule::compile(rule_spec_from(input.at("rule")));
    if (!rule)
        return failed(rule.error().front().message, "rules");
    auto answer = json::array();
    for (const auto& written : input.at("series")) {
        const auto series = written.get<std::string>();
        json one{{"series", series}, {"kept", rule->keeps(series)}};
        if (const auto name = rule->metric_name(series))
            one["name"] = *name;
        else
            one["error"] = name.error();
        answer.push_back(std::move(one));
    }
    return answer;
}

} // namespace barograph::test::vectors
