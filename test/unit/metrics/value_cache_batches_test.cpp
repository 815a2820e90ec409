#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"

namespace value_cache_batches_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using barograph::prometheus::errc;
using strings = std::vector<std::string>;

namespace {

// One query may be under way, so that those who ask meanwhile wait for the next one together.
struct batch : cache_fixture {
    batch() : cache_fixture({.max_queries = 1}) {}

    // Asks for b, c and d, whose queries go out as one, and lets all be answered.
    std::vector<std::int64_t> ask_together() {
        const auto first = begin("jobs", "q=a");
        std::vector<std::shared_ptr<pending>> asks;
        for (const auto* selector : {"q=b", "q=c", "q=d"}) {
            asks.push_back(begin("jobs", selector));
        }
        prometheus.queries.clear();
        prometheus.failure.reset();
        for (int i = 0; i < 10; ++i) {
            prometheus.answer_all();
            turn();
            prometheus.failure = failure;
        }
        std::vector<std::int64_t> told;
        for (const auto& each : asks) {
            told.push_back(value(*each));
        }
        return told;
    }

    void answer_merged() {
        for (const auto* name : {"b", "c", "d"}) {
            prometheus.samples[merged].push_back(
                {.labels = {{"q", name}}, .timestamp = 1'700'000'000, .value = "1"});
        }
    }

    std::optional<barograph::prometheus::error> failure; ///< of all queries but the first

    static constexpr auto merged = R"(sum by (q) (jobs{q=~"b|c|d"}))";
    static constexpr std::int64_t error = -2;
};

const strings each_by_itself{batch::merged, R"(sum(jobs{q="b"}))", R"(sum(jobs{q="c"}))",
                             R"(sum(jobs{q="d"}))"};

strings in_order(strings queries) {
    std::ranges::sort(queries);
    return queries;
}

} // namespace

TEST_CASE_METHOD(batch, "those who wait at the same time share a query") {
    answer_merged();
    CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
    CHECK(prometheus.queries == strings{merged});
}

TEST_CASE_METHOD(batch,
                 "a merged query that is refused is asked one by one, and none is merged for a while") {
    prometheus.failures[merged] = {GENERATE(errc::rejected, errc::too_large), "no"};
    CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
    CHECK(in_order(prometheus.queries) == in_order(each_by_itself));

    now += 9min;
    CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
    CHECK(std::ranges::count(prometheus.queries, merged) == 0);

    now += 31min;
    prometheus.failures.clear();
    answer_merged();
    CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
    CHECK(prometheus.queries == strings{merged});
}

TEST_CASE_METHOD(batch, "of a batch only the query that fails by itself fails") {
    prometheus.failures[merged] = {errc::rejected, "no"};
    prometheus.failures[R"(sum(jobs{q="c"}))"] = {errc::rejected, "not this one"};
    CHECK(ask_together() == std::vector<std::int64_t>{1000, error, 1000});
}

TEST_CASE_METHOD(batch, "an answer with a series of nobody's is not used, and all are asked one by one") {
    answer_merged();
    prometheus.samples[merged].push_back({.labels = {{"q", "x"}}, .timestamp = 1'700'000'000, .value = "9"});
    CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
    CHECK(in_order(prometheus.queries) == in_order(each_by_itself));
}

TEST_CASE_METHOD(batch, "a failure that may have other reasons is tried twice before the rest is asked") {
    const auto code = GENERATE(errc::malformed, errc::unavailable, errc::partial);
    SECTION("all fail") {
        failure = barograph::prometheus::error{code, "no"};
        CHECK(ask_together() == std::vector<std::int64_t>{error, error, error});
        CHECK(prometheus.queries.size() == 3);
    }
    SECTION("only the merged one fails") {
        prometheus.failures[merged] = {code, "no"};
        CHECK(ask_together() == std::vector<std::int64_t>{1000, 1000, 1000});
        CHECK(in_order(prometheus.queries) == in_order(each_by_itself));
    }
}

TEST_CASE_METHOD(batch, "a backend that does not answer, or wants fewer queries, is asked no more of them") {
    failure = barograph::prometheus::error{GENERATE(errc::timed_out, errc::limited), "no", 1h};
    CHECK(ask_together() == std::vector<std::int64_t>{error, error, error});
    CHECK(prometheus.queries == strings{merged});
}

} // namespace value_cache_batches_test
