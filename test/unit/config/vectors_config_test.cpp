#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/config.hpp"

#include <map>
#include <string>

namespace vectors_config_test {

namespace {

using namespace barograph::test;

const std::filesystem::path recording = source_folder() / "test/vectors/prometheus-adapter.json";

/// What Barograph answers where prometheus-adapter's answer is a known fault: part of the refusal, and why.
struct own_answer {
    std::string refusal; ///< empty: the file is accepted, as prometheus-adapter does
    std::string reason;
};

const std::map<std::string, own_answer> own_answers = {
    {"missing-series-query/absent",
     {"seriesQuery: absent", "an empty match[] would fail discovery at each relist, for all rules"}},
    {"missing-metrics-query/absent", {"metricsQuery", "each request for the metric would fail"}},
    {"delimiters/Go's own braces are plain text",
     {"metricsQuery", "the braces would reach Prometheus as they are, and each request would fail"}},
    {"series-query-unchecked/not closed",
     {"seriesQuery", "Prometheus would refuse it at each relist, for all rules"}},
    {"metrics-query-unchecked/not a query without its actions",
     {"", "whether a template's output is PromQL depends on the request; `check` with a Prometheus asks it"}},
    {"yaml-features/two documents",
     {"a second YAML document", "rules that are silently ignored would be looked for in vain"}},
};

TEST_CASE("config files mean what they mean to prometheus-adapter") {
    for (const auto& recorded : vectors::cases_of(recording, "config")) {
        const auto result = vectors::compare("config", vectors::answer_config, recorded);
        INFO(result.name << "\n" << recorded.dump(2) << "\n" << result.got.dump(2));
        CHECK(result.outcome != vectors::verdict::failed);
    }
}

TEST_CASE("what prometheus-adapter finds only when a rule is used is found when the file is loaded") {
    std::size_t seen = 0;
    for (const auto& recorded : vectors::cases_of(recording, "config")) {
        if (!recorded.contains("defect")) {
            continue;
        }
        const auto name = recorded.at("name").get<std::string>();
        const auto got = vectors::answer_config(recorded.at("input"));
        INFO(name << "\n" << got.dump(2));
        REQUIRE(own_answers.contains(name));
        const auto& own = own_answers.at(name);
        INFO(own.reason);
        ++seen;
        if (own.refusal.empty()) {
            CHECK(got == recorded.at("want"));
        } else {
            CHECK_THAT(got.value("error", ""), ContainsSubstring(own.refusal));
        }
    }
    CHECK(seen == own_answers.size());
}

} // namespace

} // namespace vectors_config_test
