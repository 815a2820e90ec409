#include "cli/doctor/examination.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

#include <algorithm>
#include <set>

namespace doctor_examination_test {

using namespace barograph;
using test::scripted_answer;

namespace {

struct fixture : test::examined_cluster {
    cli::findings look() {
        return test::run_coroutine(context,
                                   cli::examine(session, [this](std::size_t done, std::size_t total) {
                                       progress.emplace_back(done, total);
                                   }));
    }

    std::vector<std::pair<std::size_t, std::size_t>> progress;
};

const std::set<std::string> every_check{
    "kubernetes-api", "apiservice", "available",         "service", "serving-certificate",
    "aggregation",    "permission", "request-header-ca", "clock",   "prometheus",
    "rules",          "hpa-metrics"};

std::set<std::string> names_of(const cli::findings& all) {
    std::set<std::string> names;
    for (const auto& one : all) {
        names.insert(one.check);
    }
    return names;
}

} // namespace

TEST_CASE_METHOD(fixture, "every check has its say, however the API fails") {
    options.timeout = std::chrono::milliseconds(100);
    SECTION("errors") {
        server.always(scripted_answer::reply(500, "{}"));
    }
    SECTION("nonsense") {
        server.always(scripted_answer::json(R"({"kind":["?"],"items":7,"spec":3})"));
    }
    SECTION("no JSON") {
        server.always(scripted_answer::json("<html>"));
    }
    SECTION("silence") {
        server.always(scripted_answer::never());
    }
    SECTION("forbidden") {
        server.always(scripted_answer::reply(403, "{}"));
    }
    SECTION("not there") {
        server.stop_listening();
    }
    const auto found = look();
    CHECK(names_of(found) == every_check);
    CHECK(std::ranges::none_of(found, [](const auto& one) {
        return one.message.find("the check itself failed") != std::string::npos;
    }));
    REQUIRE_FALSE(progress.empty());
    CHECK(progress.back().first == progress.back().second);
}

TEST_CASE_METHOD(fixture, "an API that is out of reach is one wrong line, and the rest is skipped") {
    server.stop_listening();
    const auto found = look();
    CHECK(std::ranges::count(found, cli::finding_level::wrong, &cli::finding::level) == 1);
    CHECK(found.front().check == "kubernetes-api");
    CHECK(std::ranges::count(found, cli::finding_level::ok, &cli::finding::level) == 0);
}

TEST_CASE_METHOD(fixture, "one check that waits to its end does not hold up the others") {
    options.timeout = std::chrono::milliseconds(300);
    server.always(scripted_answer::reply(404, "{}"));
    server.when(api_service_path, scripted_answer::never());
    const auto begin = std::chrono::steady_clock::now();
    const auto found = look();
    CHECK(names_of(found) == every_check);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
}

} // namespace doctor_examination_test
