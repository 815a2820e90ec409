#include "test/unit/rules/defects.hpp"

#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"

#include <set>

namespace barograph::test {

namespace {

using nlohmann::json;

std::vector<json> recorded_cases(const std::string& group) {
    return vectors::cases_of(source_folder() / "test/vectors/prometheus-adapter.json", group);
}

bool is_as_promised(const json& got, const json& promised) {
    if (!promised.is_object())
        return got == promised;
    return got.is_object() && got.contains("error") && got.value("stage", "") == promised.value("stage", "");
}

} // namespace

void check_recorded(const std::string& group, vectors::answerer answer, bool same_message) {
    std::size_t compared = 0;
    for (const auto& recorded : recorded_cases(group)) {
        const auto result = vectors::compare(group, answer, recorded, same_message);
        compared += result.outcome == vectors::verdict::not_compared ? 0U : 1U;
        INFO(result.name << "\ngot:  " << result.got.dump() << "\nwant: " << recorded.dump());
        CHECK(result.outcome != vectors::verdict::failed);
    }
    CHECK(compared > 0);
}

void check_defects(const std::string& group, vectors::answerer answer,
                   const std::vector<better_answer>& better) {
    std::set<std::string> left;
    for (const auto& recorded : recorded_cases(group))
        if (recorded.contains("defect"))
            left.insert(recorded.at("name").get<std::string>());
    for (const auto& [name, reason, promised] : better) {
        for (const auto& recorded : recorded_cases(group)) {
            if (recorded.at("name") != name)
                continue;
            const auto got = answer(recorded.at("input"));
            INFO(name << ": " << reason << "\ngot: " << got.dump());
            CHECK(is_as_promised(got, json::parse(promised)));
        }
        INFO(name);
        CHECK(left.erase(name) == 1);
    }
    INFO("a defect without our answer: " << (left.empty() ? "" : *left.begin()));
    CHECK(left.empty());
}

} // namespace barograph::test
