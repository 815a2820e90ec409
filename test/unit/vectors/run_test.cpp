#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/groups.hpp"
#include "test/vectors/run.hpp"

#include <sstream>

namespace run_test {

namespace {

using namespace barograph::test;
using nlohmann::json;

struct outcome {
    vectors::totals counted;
    std::vector<json> lines;
};

outcome run(const json& recording) {
    std::ostringstream out;
    outcome got{.counted = vectors::run(recording, out), .lines = {}};
    std::istringstream written(out.str());
    for (std::string line; std::getline(written, line);) {
        got.lines.push_back(json::parse(line));
    }
    return got;
}

/// The only line of a recording of one case.
json line_of(const std::string& group, const json& recorded) {
    const auto got = run({{group, json::array({recorded})}});
    REQUIRE(got.lines.size() == 1);
    CHECK(got.counted.passed == (got.lines[0]["ok"] == true ? 1U : 0U));
    CHECK(got.counted.failed == (got.lines[0]["ok"] == false ? 1U : 0U));
    return got.lines[0];
}

const json selector_case = {
    {"name", "a"},
    {"input", {{"selector", "x=1"}}},
    {"want",
     {{"requirements", json::array({{{"key", "x"}, {"operator", "="}, {"values", {"1"}}}})},
      {"string", "x=1"}}},
};

json without(json object, const char* member) {
    object.erase(member);
    return object;
}

json with(json object, const char* member, const json& value) {
    object[member] = value;
    return object;
}

} // namespace

TEST_CASE("a case whose answer is the recorded one has passed") {
    CHECK(line_of("selector", selector_case) ==
          json{{"group", "selector"}, {"name", "a"}, {"ok", true}, {"got", selector_case["want"]}});
}

TEST_CASE("in every group a case that wants something else has failed") {
    for (const auto& group : vectors::groups()) {
        const auto cases = vectors::cases_of(source_folder() / "test/vectors/prometheus-adapter.json",
                                             std::string(group.name));
        for (const auto* expectation : {"want", "error"}) {
            const auto judged = std::ranges::find_if(cases, [expectation](const json& one) {
                return one.contains(expectation) && !one.contains("defect");
            });
            if (judged == cases.end()) {
                continue;
            }
            INFO(group.name << " " << expectation << "\n" << judged->dump());
            CHECK(line_of(std::string(group.name), *judged)["ok"] == true);
            auto changed = without(without(*judged, "want"), "error");
            changed[std::string_view(expectation) == "want" ? "error" : "want"] = "something else";
            CHECK(line_of(std::string(group.name), changed)["ok"] == false);
        }
    }
}

TEST_CASE("a wanted answer is compared to the last byte") {
    auto recorded = selector_case;
    recorded["want"]["string"] = "x=1 ";
    CHECK(line_of("selector", recorded)["ok"] == false);
}

TEST_CASE("an error passes at its stage or earlier, never later") {
    const json no_query{{"name", "a"},
                        {"input",
                         {{"rule", {{"seriesQuery", "x"}, {"metricsQuery", "<<.Series>>"}}},
                          {"series", "x"},
                          {"namespace", ""},
                          {"selector", "a=b,,"}}},
                        {"error", "any"}};
    CHECK(line_of("query", with(no_query, "stage", "selector"))["ok"] == true);
    CHECK(line_of("query", with(no_query, "stage", "query"))["ok"] == true);
    CHECK(line_of("query", with(no_query, "stage", "rules"))["ok"] == false);
}

TEST_CASE("requirements that are given as a list stand in Kubernetes' order, by key") {
    const auto requirement = [](const char* key, const char* value) {
        return json{{"key", key}, {"operator", "!="}, {"values", {value}}};
    };
    const json listed{
        {"name", "a"},
        {"input",
         {{"rule", {{"seriesQuery", "x"}, {"metricsQuery", "x{<<.LabelMatchers>>}"}}},
          {"namespace", ""},
          {"requirements", {requirement("b", "2"), requirement("a", "9"), requirement("b", "1")}}}},
        {"want", R"(x{a!="9",b!="2",b!="1"})"}};
    CHECK(line_of("query", listed)["ok"] == true);
}

TEST_CASE("the text of an error counts where clients see it") {
    const json refused{{"name", "a"}, {"input", {{"selector", "a==="}}}};
    const auto* const text = "unable to parse requirement: found '=', expected: identifier";
    CHECK(line_of("selector", with(refused, "error", text))["ok"] == true);
    CHECK(line_of("selector", with(refused, "error", "no"))["ok"] == false);
}

TEST_CASE("a metric that is not there may be told in a whole sentence, and of no other metric") {
    const auto status = [](const char* message) {
        return json{
            {"metrics", {"x"}},
            {"ask",
             json::array({{{"metric", "no"},
                           {"status", {{"code", 404}, {"reason", "NotFound"}, {"message", message}}}}})}};
    };
    const json asked{
        {"name", "a"},
        {"input",
         {{"rules", json::array({{{"seriesQuery", "x"}, {"metricsQuery", "<<.Series>>"}}})},
          {"series", {{"x", {{"httpStatus", 200}, {"body", R"({"status":"success","data":[]})"}}}}},
          {"ask", {"no"}}}}};
    for (const auto* message : {"the server could not find the metric no for ",
                                "the server could not find the metric no for namespaces"}) {
        CHECK(line_of("registry", with(asked, "want", status(message)))["ok"] == true);
    }
    for (const auto* message :
         {"the server could not find the metric no", "the server could not find the metric n for ",
          "the server could not find the metric no for pods"}) {
        CHECK(line_of("registry", with(asked, "want", status(message)))["ok"] == false);
    }
}

TEST_CASE("a defect is answered, but neither passed nor failed") {
    for (const auto& recorded : {selector_case, with(without(selector_case, "want"), "error", "other")}) {
        const auto line = line_of("selector", with(recorded, "defect", "why"));
        CHECK(line["ok"].is_null());
        CHECK(line["got"] == selector_case["want"]);
    }
}

TEST_CASE("a case that is not in the form has failed, and says why") {
    const std::vector<json> malformed{
        json(7),
        json(nullptr),
        json::array(),
        json::object(),
        without(selector_case, "name"),
        with(selector_case, "name", 7),
        without(selector_case, "input"),
        with(selector_case, "input", "x=1"),
        with(selector_case, "input", json::object()),
        with(selector_case, "input", {{"selector", 7}}),
        without(selector_case, "want"),
        with(selector_case, "error", "both"),
        with(with(selector_case, "input", json::object()), "defect", "of an unanswerable case"),
    };
    for (const auto& recorded : malformed) {
        INFO(recorded.dump());
        const auto line = line_of("selector", recorded);
        CHECK(line["ok"] == false);
        CHECK_THAT(line["got"]["error"].get<std::string>(), StartsWith("malformed case: "));
    }
}

TEST_CASE("an object that has no struct here is no answer") {
    const json input{{"kind", "Status"}, {"object", {{"metadata", {{"resourceVersion", "1"}}}}}};
    const json wanted{{"name", "a"}, {"input", input}, {"want", json::object()}};
    CHECK_THAT(line_of("protobuf", wanted)["got"]["error"].get<std::string>(),
               ContainsSubstring("resourceVersion"));
    CHECK_THAT(line_of("protobuf",
                       with(wanted, "input", {{"kind", "Pod"}, {"object", json::object()}}))["got"]["error"]
                   .get<std::string>(),
               ContainsSubstring("no such kind: Pod"));
}

TEST_CASE("each case of an unknown group has failed, and so has a group that is no list") {
    const auto got =
        run({{"newer", {{{"name", "b"}}, {{"name", "c"}}}}, {"query", "none"}, {"value", json::array()}});
    REQUIRE(got.lines.size() == 3);
    CHECK(got.counted.failed == 3);
    CHECK(got.lines[0]["group"] == "newer");
    CHECK(got.lines[0]["name"] == "b");
    CHECK_THAT(got.lines[0]["got"]["error"].get<std::string>(),
               StartsWith("unknown group; known are config, "));
    CHECK(got.lines[1]["name"] == "c");
    CHECK(got.lines[2] == json{{"group", "query"},
                               {"name", nullptr},
                               {"ok", false},
                               {"got", {{"error", "malformed group: expected an array of cases"}}}});
}

} // namespace run_test
