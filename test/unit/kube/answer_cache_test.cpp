#include "kube/answer_cache.hpp"
#include "kube/authorizer.hpp"
#include "test/support/catch.hpp"

namespace answer_cache_test {

using namespace barograph;
using namespace std::chrono_literals;
using decision_cache = kube::answer_cache<kube::access_decision>;

namespace {

constexpr net::time_point start{};
const kube::access_decision yes{.allowed = true, .reason = "rbac"};
const kube::access_decision no{.allowed = false, .reason = {}};

} // namespace

TEST_CASE("a decision is kept until it expires") {
    decision_cache cache(2);
    CHECK_FALSE(cache.find("a", start).has_value());
    cache.keep("a", yes, start + 10s);
    REQUIRE(cache.find("a", start + 10s - 1ns).has_value());
    CHECK(cache.find("a", start)->allowed);
    CHECK(cache.find("a", start)->reason == "rbac");
    CHECK_FALSE(cache.find("a", start + 10s).has_value());
    CHECK(cache.size() == 0);
}

TEST_CASE("a newer decision takes the older one's place") {
    decision_cache cache(2);
    cache.keep("a", yes, start + 10s);
    cache.keep("a", no, start + 20s);
    CHECK(cache.size() == 1);
    CHECK_FALSE(cache.find("a", start + 15s)->allowed);
}

TEST_CASE("past its bound the cache drops what was used longest ago") {
    decision_cache cache(2);
    cache.keep("a", yes, start + 10s);
    cache.keep("b", yes, start + 10s);
    CHECK(cache.find("a", start).has_value());
    cache.keep("c", yes, start + 10s);
    CHECK(cache.size() == 2);
    CHECK(cache.find("a", start).has_value());
    CHECK_FALSE(cache.find("b", start).has_value());
    CHECK(cache.find("c", start).has_value());
}

TEST_CASE("a cache for nothing keeps nothing") {
    decision_cache cache(0);
    cache.keep("a", yes, start + 10s);
    CHECK_FALSE(cache.find("a", start).has_value());
}

} // namespace answer_cache_test
