#include "rules/selector.hpp"

#include "rules/query_string.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rules_groups.hpp"

namespace barograph::test::vectors {

using nlohmann::json;

json answer_selector(const json& input) {
    const auto parsed = input.contains("rawQuery")
                            ? rules::selector_of_query(input["rawQuery"].get<std::string>())
                            : rules::parse_selector(input.at("selector").get<std::string>());
    if (!parsed)
        return failed(parsed.error());
    auto requirements = json::array();
    for (const auto& asked : parsed->requirements)
        requirements.push_back(
            {{"key", asked.key}, {"operator", rules::to_string(asked.op)}, {"values", asked.values}});
    return {{"requirements", std::move(requirements)}, {"string", rules::to_string(*parsed)}};
}

} // namespace barograph::test::vectors
