#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"

namespace value_cache_end_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;

TEST_CASE("a refresh that the end of the program overtakes does not outlive the cache") {
    std::weak_ptr<metrics::live_value> memory;
    {
        cache_fixture fixture;
        fixture.ask("jobs");
        fixture.now += 15s;
        fixture.ask("jobs");
        fixture.now += 14s;
        const auto queries = fixture.prometheus.queries.size();
        SECTION("when its task is not begun any more") {
            fixture.tasks.cancel();
            fixture.cache.refresh_due(fixture.now);
        }
        SECTION("when its task ends before its turn") {
            fixture.cache.refresh_due(fixture.now);
            fixture.tasks.cancel();
        }
        fixture.turn();
        CHECK(fixture.prometheus.queries.size() == queries);
        memory = fixture.cache.remembered({.metric = "jobs", .ns = "shop", .labels = {}, .deadline = {}});
        REQUIRE_FALSE(memory.expired());
    }
    CHECK(memory.expired());
}

} // namespace value_cache_end_test
