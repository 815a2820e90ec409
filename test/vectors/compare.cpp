#include "test/vectors/compare.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

/// All stages of all groups, in the order in which they come.
std::size_t rank(const std::string& stage) {
    constexpr std::array<std::string_view, 6> stages{"parse", "rules",      "selector",
                                                     "query", "prometheus", "convert"};
    return static_cast<std::size_t>(std::ranges::find(stages, stage) - stages.begin());
}

bool agrees(const json& recorded, const json& got, bool same_message, canonical_form form) {
    if (recorded.contains("want"))
        return form(got) == form(recorded["want"]);
    if (!got.is_object() || !got.contains("error"))
        return false;
    if (same_message && got["error"] != recorded["error"])
        return false;
    return rank(got.value("stage", "")) <= rank(recorded.value("stage", ""));
}

} // namespace

json as_it_is(json answer) {
    return answer;
}

json failed(std::string_view message, std::string_view stage) {
    json answer{{"error", message}};
    if (!stage.empty())
        answer["stage"] = stage;
    return answer;
}

result compare(std::string_view group, answerer answer, const json& recorded, bool same_message,
               canonical_form form) {
    auto got = answer(recorded.at("input"));
    auto outcome = verdict::not_compared;
    if (!recorded.contains("defect"))
        outcome = agrees(recorded, got, same_message, form) ? verdict::passed : verdict::failed;
    return {std::string(group), recorded.at("name").get<std::string>(), outcome, std::move(got)};
}

std::vector<json> cases_of(const std::filesystem::path& file, const std::string& group) {
    std::ifstream stream(file);
    if (!stream)
        throw std::runtime_error("cannot read " + file.string());
    return json::parse(stream).at(group).get<std::vector<json>>();
}

} // namespace barograph::test::vectors
