#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/value.hpp"

#include <map>

namespace value_vectors_test {

using namespace barograph::test;
using nlohmann::json;

namespace {

json one(const std::string& value) {
    return {{"items",
             {{{"metricName", "m"},
               {"metricLabels", json::object()},
               {"timestamp", "2023-11-14T22:13:20Z"},
               {"value", value}}}}};
}

// Our answer where the recording holds a fault of prometheus-adapter: the items, or the stage at which it is
// an error.
struct better_answer {
    json items;
    std::string stage;
    std::string why;
};

std::map<std::string, better_answer> better_answers() {
    const std::string exact = "a value with three decimals keeps them";
    const std::string no_number = "what is not finite, or too large for a Quantity, is no value";
    const std::string unreadable = "a sample without a readable time or value is not guessed";
    const std::string no_success = "an answer that does not report success is none";
    return {
        {"three-decimals/1.005", {one("1005m"), "", exact}},
        {"three-decimals/1.001 becomes 1", {one("1001m"), "", exact}},
        {"three-decimals/131.034", {one("131034m"), "", exact}},
        {"boundary/-1e300", {{}, "convert", no_number}},
        {"not-finite/NaN", {{}, "convert", no_number}},
        {"not-finite/-Inf", {{}, "convert", no_number}},
        {"not-finite/NaN beside a number", {{}, "convert", no_number}},
        {"odd-value/infinity by its long name", {{}, "convert", no_number}},
        {"timestamp-odd/null", {{}, "prometheus", unreadable}},
        {"odd-shape/pair with one element", {{}, "prometheus", unreadable}},
        {"odd-shape/no value", {{}, "prometheus", unreadable}},
        {"histogram/native histogram", {{}, "convert", "a native histogram is no number"}},
        {"answer-status/400 whose status says success is taken", {{}, "prometheus", no_success}},
        {"answer-status/503 whose status says success is taken", {{}, "prometheus", no_success}},
        {"answer-body/unknown status word", {{}, "prometheus", no_success}},
    };
}

} // namespace

TEST_CASE("Prometheus' answers become the values that prometheus-adapter gives, or better ones") {
    const auto cases = vectors::cases_of(source_folder() / "test/vectors/prometheus-adapter.json", "value");
    REQUIRE_FALSE(cases.empty());
    auto better = better_answers();
    for (const auto& recorded : cases) {
        const auto name = recorded.at("name").get<std::string>();
        INFO(name);
        const auto result = vectors::compare("value", vectors::answer_value, recorded);
        INFO(result.got.dump());
        if (!recorded.contains("defect")) {
            CHECK(result.outcome == vectors::verdict::passed);
            continue;
        }
        const auto ours = better.extract(name);
        REQUIRE_FALSE(ours.empty());
        INFO(ours.mapped().why);
        if (ours.mapped().stage.empty()) {
            CHECK(result.got == ours.mapped().items);
        } else {
            CHECK(result.got.contains("error"));
            CHECK(result.got.value("stage", "") == ours.mapped().stage);
        }
    }
    // Nothing is left over that no recorded case has.
    CHECK(better.empty());
}

} // namespace value_vectors_test
