#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/registry.hpp"

namespace registry_vectors_test {

using namespace barograph::test;
using nlohmann::json;

namespace {

json not_found(const std::string& metric) {
    return {{"metric", metric},
            {"status",
             {{"code", 404},
              {"reason", "NotFound"},
              {"message", "the server could not find the metric " + metric + " for namespaces"}}}};
}

json asked(const std::string& metric, const std::string& query) {
    return {{"metric", metric}, {"query", query}};
}

// Our answers where the recording holds a fault of prometheus-adapter, by the case's name.
json better_answer(const std::string& name) {
    if (name == "list/a rule that finds nothing") {
        // `none` can only ever be one metric, so it is listed and answered without any series.
        return {{"metrics", {"none", "s1", "s2"}}, {"ask", {asked("none", "x"), asked("s2", "y(s2)")}}};
    }
    if (name == "one-name/two series of one rule") {
        // The last by name, and not the last that Prometheus happened to list.
        return {{"metrics", {"queue"}}, {"ask", {asked("queue", "sum(queue_c)")}}};
    }
    if (name == "relist-fails/data is null") {
        // The rule that cannot be listed fails alone; its only name is listed all the same.
        return {{"metrics", {"o", "p1"}}, {"ask", {asked("p1", "x")}}};
    }
    if (name == "relist-changes/a series that is gone is not served any more") {
        // A name stays for --metrics-max-age, so that a restarted source does not turn into a 404.
        return {{"metrics", {"k1", "k2", "k3"}},
                {"ask", {asked("k1", "k(k1)"), asked("k2", "k(k2)"), asked("k3", "k(k3)")}}};
    }
    if (name == "series-shape/a series without a name") {
        return {{"metrics", {"u1"}}, {"ask", {asked("u1", "u(u1)"), not_found("")}}};
    }
    return nullptr;
}

// The recorded message of a metric that is not found ends in a dangling "for ".
json with_whole_sentences(json recorded) {
    for (auto& one : recorded["ask"]) {
        if (one.contains("status")) {
            one = not_found(one["metric"].get<std::string>());
        }
    }
    return recorded;
}

} // namespace

TEST_CASE("rules give the metrics and queries that prometheus-adapter gives, or better ones") {
    const auto cases =
        vectors::cases_of(source_folder() / "test/vectors/prometheus-adapter.json", "registry");
    REQUIRE_FALSE(cases.empty());
    for (const auto& recorded : cases) {
        const auto name = recorded.at("name").get<std::string>();
        INFO(name);
        const auto got = vectors::answer_registry(recorded.at("input"));
        if (name == "relist-fails/at the start") {
            // A selector that cannot be read is refused with the configuration, before anything is listed.
            CHECK(got.value("stage", "") == "rules");
        } else if (recorded.contains("defect")) {
            CHECK(got == better_answer(name));
        } else {
            CHECK(got == with_whole_sentences(recorded.at("want")));
        }
    }
}

} // namespace registry_vectors_test
