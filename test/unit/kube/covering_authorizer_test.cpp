#include "kube/covering_authorizer.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <set>
#include <string>
#include <vector>

namespace covering_authorizer_test {

using namespace barograph;
using strings = std::vector<std::string>;

namespace {

/// Allows what the test says, and remembers each question as `namespace/resource`.
class ruled_authorizer final : public kube::authorizer {
public:
    ruled_authorizer(std::set<std::string>& allowed, strings& asked) : allowed_(allowed), asked_(asked) {}

    net::awaitable<std::expected<kube::access_decision, kube::error>>
    authorize(kube::access_request request) override {
        const auto what = request.is_resource ? request.ns + "/" + request.resource : request.path;
        asked_.push_back(what);
        CHECK(request.verb == "list");
        CHECK((request.name.empty() || request.resource != "*"));
        CHECK(request.user.name == "hpa");
        if (allowed_.contains("broken") || allowed_.contains("broken " + what)) {
            co_return std::unexpected(kube::error{kube::errc::unreachable, "no answer"});
        }
        co_return kube::access_decision{.allowed = allowed_.contains(what), .reason = what};
    }

private:
    std::set<std::string>& allowed_;
    strings& asked_;
};

struct fixture {
    auto ask(kube::access_request request) {
        return test::run_coroutine(context, authorizer->authorize(std::move(request)));
    }

    net::asio::io_context context;
    std::set<std::string> allowed;
    strings asked;
    std::unique_ptr<kube::authorizer> authorizer =
        kube::cover_first(std::make_unique<ruled_authorizer>(allowed, asked));
    kube::access_request metric{
        .user = {.name = "hpa", .uid = {}, .groups = {"system:authenticated"}, .extra = {}},
        .verb = "list",
        .is_resource = true,
        .ns = "shop",
        .group = "external.metrics.k8s.io",
        .version = "v1beta1",
        .resource = "jobs"};
};

} // namespace

TEST_CASE_METHOD(fixture, "who may read all metrics everywhere is asked about that, and nothing else") {
    allowed = {"/*"};
    CHECK(ask(metric)->allowed);
    CHECK(asked == strings{"/*"});
}

TEST_CASE_METHOD(fixture, "who may read all metrics of a namespace is asked about that next") {
    allowed = {"shop/*"};
    CHECK(ask(metric)->allowed);
    CHECK(asked == strings{"/*", "shop/*"});
    metric.ns = "other";
    CHECK_FALSE(ask(metric)->allowed);
}

TEST_CASE_METHOD(fixture, "who may read this metric is asked about it last") {
    allowed = {"shop/jobs"};
    CHECK(ask(metric)->allowed);
    CHECK(asked == strings{"/*", "shop/*", "shop/jobs"});
    metric.resource = "others";
    CHECK_FALSE(ask(metric)->allowed);
}

TEST_CASE_METHOD(fixture, "an answer tells how far it reaches: as far as what was asked") {
    allowed = {"/*"};
    CHECK(ask(metric)->scope == kube::access_scope::everywhere);
    allowed = {"shop/*"};
    CHECK(ask(metric)->scope == kube::access_scope::in_namespace);
    allowed = {"shop/jobs"};
    CHECK(ask(metric)->scope == kube::access_scope::request);
    metric.user.groups = {"system:unauthenticated"};
    CHECK(ask(metric)->scope == kube::access_scope::request);
}

TEST_CASE_METHOD(fixture, "a refusal gives the reason that is about the question") {
    const auto decision = ask(metric);
    CHECK_FALSE(decision->allowed);
    CHECK(decision->reason == "shop/jobs");
}

TEST_CASE_METHOD(fixture, "what can't be asked is an error at once, and never an allow") {
    allowed = {"broken", "/*", "shop/*", "shop/jobs"};
    CHECK(ask(metric).error().message == "no answer");
    CHECK(asked.size() == 1);
}

TEST_CASE_METHOD(fixture, "paths are asked about directly, and so are those who showed nothing") {
    auto path = metric;
    path.is_resource = false;
    path.path = "/metrics";
    ask(path);
    CHECK(asked == strings{"/metrics"});
    asked.clear();
    metric.user.groups = {"system:unauthenticated"};
    ask(metric);
    CHECK(asked == strings{"shop/jobs"});
}

TEST_CASE_METHOD(fixture, "a wider question that can't be asked is an error, and nothing narrower is asked") {
    allowed = {"broken shop/*", "shop/jobs"};
    CHECK(ask(metric).error().message == "no answer");
    CHECK(asked == strings{"/*", "shop/*"});
}

TEST_CASE_METHOD(fixture, "a question about one object is covered by the right to all") {
    allowed = {"shop/*"};
    metric.name = "one";
    CHECK(ask(metric)->allowed);
}

} // namespace covering_authorizer_test
