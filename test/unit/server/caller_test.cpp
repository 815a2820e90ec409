#include "server/caller.hpp"
#include "test/support/catch.hpp"

namespace caller_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::access_scope;

namespace {

const net::time_point now{1000h};

struct fixture {
    void allowed(access_scope scope, net::time_point until = now + 10s) {
        who.was_allowed("shop", "jobs",
                        {.allowed = true, .reason = {}, .scope = scope, .counts_until = until});
    }

    server::caller who{kube::user_info{.name = "hpa", .uid = {}, .groups = {}, .extra = {}}};
};

} // namespace

TEST_CASE_METHOD(fixture, "nothing is allowed that nobody allowed") {
    CHECK_FALSE(who.may("shop", "jobs", now));
    who.was_allowed("shop", "jobs", {.allowed = false, .reason = {}, .counts_until = now + 10s});
    CHECK_FALSE(who.may("shop", "jobs", now));
}

TEST_CASE_METHOD(fixture, "a right counts as far as it was granted, and no further") {
    SECTION("for one metric in one namespace") {
        allowed(access_scope::request);
        CHECK(who.may("shop", "jobs", now));
        CHECK_FALSE(who.may("shop", "lag", now));
        CHECK_FALSE(who.may("other", "jobs", now));
    }
    SECTION("for a namespace") {
        allowed(access_scope::in_namespace);
        CHECK(who.may("shop", "lag", now));
        CHECK_FALSE(who.may("other", "jobs", now));
        CHECK_FALSE(who.may("", "jobs", now));
    }
    SECTION("everywhere") {
        allowed(access_scope::everywhere);
        CHECK(who.may("other", "lag", now));
    }
}

TEST_CASE_METHOD(fixture, "a refusal grants nothing, however long it counts") {
    const auto scope = GENERATE(access_scope::request, access_scope::in_namespace, access_scope::everywhere);
    who.was_allowed("shop", "jobs",
                    {.allowed = false, .reason = {}, .scope = scope, .counts_until = now + 10s});
    CHECK_FALSE(who.may("shop", "jobs", now));
}

TEST_CASE_METHOD(fixture, "16,384 rights are known of one caller, and one more makes those before unknown") {
    const auto scope = GENERATE(access_scope::request, access_scope::in_namespace);
    const auto grant = [&](int i) {
        const auto metric = scope == access_scope::request ? "m" + std::to_string(i) : std::string("jobs");
        const auto ns =
            scope == access_scope::request ? "ns" + std::to_string(i % 2) : "ns" + std::to_string(i);
        who.was_allowed(ns, metric,
                        {.allowed = true, .reason = {}, .scope = scope, .counts_until = now + 10s});
        return who.may(ns, metric, now);
    };
    const auto knows_first = [&] {
        return who.may("ns0", scope == access_scope::request ? "m0" : "jobs", now);
    };
    for (int i = 0; i < 16384; ++i) {
        CHECK(grant(i));
    }
    CHECK(knows_first());
    CHECK(grant(16383)); // known already
    CHECK(knows_first());
    CHECK(grant(16384));
    CHECK_FALSE(knows_first());
}

TEST_CASE_METHOD(fixture, "a right ends when its answer does") {
    const auto scope = GENERATE(access_scope::request, access_scope::in_namespace, access_scope::everywhere);
    allowed(scope);
    CHECK(who.may("shop", "jobs", now + 10s - 1ns));
    CHECK_FALSE(who.may("shop", "jobs", now + 10s));
}

TEST_CASE_METHOD(fixture, "an answer that was for once is not kept") {
    allowed(access_scope::everywhere, {});
    CHECK_FALSE(who.may("shop", "jobs", now));
}

TEST_CASE_METHOD(fixture, "of many namespaces with many metrics each not everything is kept") {
    constexpr int namespaces = 400;
    constexpr int metrics_each = 100;
    const auto each_right = [](const auto& visit) {
        for (int i = 0; i < namespaces * metrics_each; ++i) {
            visit("ns" + std::to_string(i / metrics_each), "metric" + std::to_string(i % metrics_each));
        }
    };
    each_right([&](const std::string& ns, const std::string& metric) {
        who.was_allowed(
            ns, metric,
            {.allowed = true, .reason = {}, .scope = access_scope::request, .counts_until = now + 10s});
    });
    int known = 0;
    each_right(
        [&](const std::string& ns, const std::string& metric) { known += who.may(ns, metric, now) ? 1 : 0; });
    CHECK(known > 0);
    CHECK(known <= 16384);
    CHECK(who.may("ns399", "metric99", now));
}

TEST_CASE_METHOD(fixture, "a right that is granted again counts for as long as the newer answer does") {
    const auto scope = GENERATE(access_scope::request, access_scope::in_namespace, access_scope::everywhere);
    allowed(scope, now + 10s);
    allowed(scope, now + 20s);
    CHECK(who.may("shop", "jobs", now + 15s));
    CHECK_FALSE(who.may("shop", "jobs", now + 20s));
    allowed(scope, now + 5s);
    CHECK_FALSE(who.may("shop", "jobs", now + 5s));
}

TEST_CASE_METHOD(fixture, "after rights were forgotten as many are known again") {
    const auto grant = [&](int i) {
        who.was_allowed(
            "ns" + std::to_string(i % 3), "m" + std::to_string(i),
            {.allowed = true, .reason = {}, .scope = access_scope::request, .counts_until = now + 10s});
    };
    const auto knows = [&](int i) {
        return who.may("ns" + std::to_string(i % 3), "m" + std::to_string(i), now);
    };
    constexpr int most = 16384;
    for (int i = 0; i < 2 * most; ++i) {
        grant(i);
    }
    CHECK_FALSE(knows(most - 1));
    CHECK(knows(most));
    CHECK(knows(2 * most - 1));
    grant(2 * most);
    CHECK_FALSE(knows(most));
    CHECK(knows(2 * most));
}

TEST_CASE_METHOD(
    fixture,
    "a wide right that is granted anew for less time ends with it, for whatever it was granted before") {
    const auto scope = GENERATE(access_scope::in_namespace, access_scope::everywhere);
    const auto grant = [&](const std::string& ns, const std::string& metric, net::time_point until) {
        who.was_allowed(ns, metric, {.allowed = true, .reason = {}, .scope = scope, .counts_until = until});
    };
    grant("shop", "jobs", now + 20s);
    grant(scope == access_scope::everywhere ? "other" : "shop", "lag", now + 5s);
    CHECK(who.may("shop", "jobs", now + 4s));
    CHECK_FALSE(who.may("shop", "jobs", now + 10s));
}

} // namespace caller_test
