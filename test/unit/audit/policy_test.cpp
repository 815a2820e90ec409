#include "audit/policy.hpp"
#include "test/support/catch.hpp"

namespace policy_test {

using namespace barograph;
using audit::level;
using audit::stage;

namespace {

const audit::user eve{.name = "eve", .uid = {}, .groups = {"devs", "system:authenticated"}, .extra = {}};

audit::attributes metric() {
    return {.who = eve,
            .verb = "list",
            .is_resource = true,
            .ns = "shop",
            .group = "external.metrics.k8s.io",
            .resource = "depth",
            .path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth"};
}

audit::attributes url(std::string_view path) {
    return {.who = eve, .verb = "get", .ns = {}, .group = {}, .resource = {}, .path = path};
}

// Whether a rule with this alone in it speaks of what is asked.
template <typename Set>
bool fits(const audit::attributes& asked, Set set) {
    audit::policy rules;
    auto& rule = rules.rules.emplace_back();
    rule.what = level::metadata;
    set(rule);
    return audit::judge(rules, asked).what == level::metadata;
}

bool fits_group(const audit::attributes& asked, audit::group_resources some) {
    return fits(asked, [&](audit::rule& rule) { rule.resources.push_back(std::move(some)); });
}

} // namespace

TEST_CASE("of several rules that fit the first counts, and without one nothing is told") {
    audit::policy rules;
    CHECK(audit::judge(rules, metric()).what == level::none);
    rules.rules.resize(3);
    rules.rules[0].what = level::metadata;
    rules.rules[0].users = {"bob"};
    rules.rules[1].what = level::none;
    rules.rules[1].users = {"eve"};
    rules.rules[2].what = level::request;
    CHECK(audit::judge(rules, metric()).what == level::none);
    rules.rules[1].users = {"mallory"};
    CHECK(audit::judge(rules, metric()).what == level::request);
    CHECK(audit::judge(audit::everything(), url("/")).what == level::metadata);
}

TEST_CASE("a rule fits users, any of their groups, and verbs") {
    CHECK(fits(metric(), [](auto& rule) { rule.users = {"bob", "eve"}; }));
    CHECK_FALSE(fits(metric(), [](auto& rule) { rule.users = {"ev"}; }));
    CHECK(fits(metric(), [](auto& rule) { rule.groups = {"ops", "devs"}; }));
    CHECK_FALSE(fits(metric(), [](auto& rule) { rule.groups = {"ops"}; }));
    CHECK(fits(metric(), [](auto& rule) { rule.verbs = {"get", "list"}; }));
    CHECK_FALSE(fits(metric(), [](auto& rule) { rule.verbs = {"get"}; }));
    CHECK_FALSE(fits(metric(), [](auto& rule) {
        rule.users = {"eve"};
        rule.verbs = {"get"};
    }));
}

TEST_CASE("a rule for namespaces or resources fits resources only") {
    CHECK(fits(metric(), [](auto& rule) { rule.namespaces = {"shop"}; }));
    CHECK_FALSE(fits(metric(), [](auto& rule) { rule.namespaces = {""}; }));
    CHECK_FALSE(fits(url("/metrics"), [](auto& rule) { rule.namespaces = {""}; }));
    const std::string group = "external.metrics.k8s.io";
    CHECK(fits_group(metric(), {.group = group, .resources = {}, .names = {}}));
    CHECK(fits_group(metric(), {.group = "*", .resources = {}, .names = {}}));
    CHECK_FALSE(fits_group(metric(), {.group = "", .resources = {}, .names = {}}));
    CHECK_FALSE(fits_group(url("/metrics"), {.group = "*", .resources = {}, .names = {}}));
    CHECK(fits_group(metric(), {.group = group, .resources = {"other", "depth"}, .names = {}}));
    CHECK(fits_group(metric(), {.group = group, .resources = {"*"}, .names = {}}));
    CHECK(fits_group(metric(), {.group = group, .resources = {"depth/*"}, .names = {}}));
    for (const auto* other : {"dept", "*/depth", "depth/status", "other/*"}) {
        INFO(other);
        CHECK_FALSE(fits_group(metric(), {.group = group, .resources = {other}, .names = {}}));
    }
    CHECK_FALSE(fits_group(metric(), {.group = group, .resources = {"*"}, .names = {"one"}}));
    CHECK(fits_group(metric(), {.group = group, .resources = {"*"}, .names = {""}}));
}

TEST_CASE("a rule for URLs fits paths that are no resource, a final * any rest") {
    const auto fits_url = [](const audit::attributes& asked, const std::string& pattern) {
        return fits(asked, [&](auto& rule) { rule.urls = {"/nothing", pattern}; });
    };
    CHECK(fits_url(url("/metrics"), "/metrics"));
    CHECK(fits_url(url("/healthz/ping"), "/healthz*"));
    CHECK(fits_url(url("/healthz"), "/healthz*"));
    CHECK(fits_url(url("/"), "*"));
    CHECK_FALSE(fits_url(url("/metrics/"), "/metrics"));
    CHECK_FALSE(fits_url(url("/health"), "/healthz*"));
    CHECK_FALSE(fits_url(metric(), "*"));
}

TEST_CASE("stages are omitted by the rule and by the policy") {
    auto rules = audit::everything();
    CHECK(audit::judge(rules, metric()).tells(stage::request_received));
    rules.omitted = {stage::request_received};
    rules.rules[0].omitted = {stage::response_started};
    const auto verdict = audit::judge(rules, metric());
    CHECK_FALSE(verdict.tells(stage::request_received));
    CHECK_FALSE(verdict.tells(stage::response_started));
    CHECK(verdict.tells(stage::response_complete));
    CHECK_FALSE(audit::verdict{}.tells(stage::response_complete));
}

} // namespace policy_test
