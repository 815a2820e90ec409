#include "server/access_control.hpp"
#include "server/grounds.hpp"
#include "telemetry/instruments.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/scripted_authorizer.hpp"

namespace access_control_test {

using namespace barograph;
using strings = std::vector<std::string>;

namespace {

const std::string metric_path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth";

/// Remembers what was decided.
class kept_record final : public server::request_record {
public:
    void asks(const server::request_info& /*what*/) override {}

    void comes_from(const kube::user_info& /*user*/) override {}

    void was_judged(std::optional<bool> allowed, std::string_view reason) override {
        judged.emplace_back(allowed, std::string(reason));
    }

    std::vector<std::pair<std::optional<bool>, std::string>> judged;
};

/// With everything that is told of a decision.
struct accounted {
    std::optional<server::status> refuse(const kube::user_info& user, std::string_view path) {
        basis = {};
        record.judged.clear();
        return test::run_coroutine(
            context, access.refuse(user, *server::read_request_info("GET", path, ""), &record, &basis));
    }

    [[nodiscard]] bool counted(const std::string& labels) const {
        return instruments.expose().find("barograph_authorization_decisions_total{" + labels + "} 1\n") !=
               std::string::npos;
    }

    net::asio::io_context context;
    telemetry::instruments instruments{"1"};
    test::scripted_authorizer authorizer;
    server::access_control access{authorizer, {"/healthz"}, &instruments};
    kept_record record;
    server::grounds basis;
    kube::user_info eve{.name = "eve", .uid = "7", .groups = {"dev"}, .extra = {}};
};

struct fixture {
    std::optional<server::status> refuse(const kube::user_info& user, std::string_view method,
                                         std::string_view path) {
        auto info = server::read_request_info(method, path, "");
        REQUIRE(info.has_value());
        return test::run_coroutine(context, access.refuse(user, *info));
    }

    net::asio::io_context context;
    test::scripted_authorizer authorizer;
    server::access_control access{authorizer, {"/healthz", "/readyz", "/docs/*"}};
    kube::user_info eve{.name = "eve", .uid = "7", .groups = {"dev"}, .extra = {{"scopes", {"a"}}}};
};

} // namespace

TEST_CASE_METHOD(fixture, "an open path is everybody's, and nobody is asked") {
    for (const auto* path : {"/healthz", "/readyz", "/docs/", "/docs/a/b"}) {
        INFO(path);
        CHECK_FALSE(refuse(kube::anonymous_user(), "GET", path).has_value());
    }
    CHECK(authorizer.asked.empty());
}

TEST_CASE_METHOD(fixture, "only the path that was named is open") {
    for (const auto* path :
         {"/", "/healthz/", "//healthz", "/healthz/ping", "/healthzz", "/docs", "/HEALTHZ"}) {
        INFO(path);
        CHECK(refuse(kube::anonymous_user(), "GET", path).has_value());
    }
}

TEST_CASE("a metric is never an open path") {
    net::asio::io_context context;
    test::scripted_authorizer authorizer;
    const server::access_control access(authorizer, {"*", metric_path});
    CHECK_FALSE(access.is_open(*server::read_request_info("GET", metric_path, "")));
    CHECK(access.is_open(*server::read_request_info("GET", "/anything", "")));
}

TEST_CASE_METHOD(fixture, "system:masters may do everything, and nobody is asked") {
    const kube::user_info root{.name = "root", .uid = {}, .groups = {"x", "system:masters"}, .extra = {}};
    CHECK_FALSE(refuse(root, "GET", metric_path).has_value());
    CHECK_FALSE(refuse(root, "GET", "/metrics").has_value());
    CHECK(authorizer.asked.empty());
}

TEST_CASE_METHOD(accounted, "each decision is counted, with where it came from") {
    authorizer.answer = kube::access_decision{.allowed = true, .reason = {}};
    refuse(eve, metric_path);
    CHECK(counted(R"(decision="allowed",source="review")"));
    CHECK_FALSE(counted(R"(decision="allowed",source="cache")"));
    authorizer.answer->kept = true;
    refuse(eve, metric_path);
    CHECK(counted(R"(decision="allowed",source="cache")"));
    authorizer.answer->allowed = false;
    refuse(eve, metric_path);
    CHECK(counted(R"(decision="denied",source="cache")"));
    authorizer.answer = std::unexpected(kube::error{kube::errc::unreachable, "no answer"});
    refuse(eve, metric_path);
    CHECK(counted(R"(decision="error",source="review")"));
    refuse({.name = "root", .uid = {}, .groups = {"system:masters"}, .extra = {}}, metric_path);
    CHECK(counted(R"(decision="allowed",source="superuser")"));
}

using judgements = std::vector<std::pair<std::optional<bool>, std::string>>;

TEST_CASE_METHOD(accounted, "what is allowed is told with its reason, and becomes a ground of the answer") {
    authorizer.answer =
        kube::access_decision{.allowed = true, .reason = "a role", .scope = kube::access_scope::in_namespace};
    CHECK_FALSE(refuse(eve, metric_path).has_value());
    CHECK(record.judged == judgements{{true, "a role"}});
    REQUIRE(basis.allowed.has_value());
    CHECK(basis.allowed->scope == kube::access_scope::in_namespace);
}

TEST_CASE_METHOD(accounted, "what is denied is told, and is no ground of any answer") {
    authorizer.answer = kube::access_decision{.allowed = false, .reason = "no role"};
    CHECK(refuse(eve, metric_path).has_value());
    CHECK(record.judged == judgements{{false, "no role"}});
    CHECK_FALSE(basis.allowed.has_value());
}

TEST_CASE_METHOD(accounted, "what could not be found out is told as neither, and is no ground") {
    authorizer.answer = std::unexpected(kube::error{kube::errc::unreachable, "no answer"});
    CHECK(refuse(eve, metric_path)->code == 500);
    CHECK(record.judged == judgements{{std::nullopt, "internal error"}});
    CHECK_FALSE(basis.allowed.has_value());
}

TEST_CASE_METHOD(accounted,
                 "system:masters are a ground for everything and for ever, open paths for nothing") {
    CHECK_FALSE(refuse({.name = "root", .uid = {}, .groups = {"system:masters"}, .extra = {}}, metric_path)
                    .has_value());
    CHECK(record.judged == judgements{{true, ""}});
    REQUIRE(basis.allowed.has_value());
    CHECK(basis.allowed->allowed);
    CHECK(basis.allowed->scope == kube::access_scope::everywhere);
    CHECK(basis.allowed->counts_until == net::time_point::max());
    CHECK_FALSE(refuse(eve, "/healthz").has_value());
    CHECK(record.judged == judgements{{true, ""}});
    CHECK_FALSE(basis.allowed.has_value());
}

TEST_CASE_METHOD(fixture, "a user of that name, or a group that is nearly it, is nothing special") {
    CHECK(
        refuse(
            {.name = "system:masters", .uid = {}, .groups = {"System:Masters", "system:master"}, .extra = {}},
            "GET", metric_path)
            .has_value());
    CHECK(authorizer.asked.size() == 1);
}

TEST_CASE_METHOD(fixture, "for a metric the question is about the resource") {
    authorizer.answer = kube::access_decision{.allowed = true, .reason = {}};
    CHECK_FALSE(refuse(eve, "GET", metric_path).has_value());
    REQUIRE(authorizer.asked.size() == 1);
    const auto& asked = authorizer.asked.front();
    CHECK(asked.user == eve);
    CHECK(asked.verb == "list");
    CHECK(asked.is_resource);
    CHECK(asked.ns == "shop");
    CHECK(asked.group == "external.metrics.k8s.io");
    CHECK(asked.version == "v1beta1");
    CHECK(asked.resource == "queue_depth");
    CHECK(asked.name.empty());
}

TEST_CASE_METHOD(fixture, "for anything else the question is about the path") {
    authorizer.answer = kube::access_decision{.allowed = true, .reason = {}};
    CHECK_FALSE(refuse(eve, "POST", "/metrics").has_value());
    REQUIRE(authorizer.asked.size() == 1);
    const auto& asked = authorizer.asked.front();
    CHECK_FALSE(asked.is_resource);
    CHECK(asked.verb == "post");
    CHECK(asked.path == "/metrics");
    CHECK(asked.resource.empty());
}

TEST_CASE_METHOD(fixture, "a refusal is in kube-apiserver's words") {
    SECTION("for a path") {
        const auto refusal = refuse(kube::anonymous_user(), "GET", "/metrics");
        REQUIRE(refusal.has_value());
        CHECK(refusal->code == 403);
        CHECK(refusal->reason == "Forbidden");
        CHECK(refusal->message == R"(forbidden: User "system:anonymous" cannot get path "/metrics")");
        CHECK_FALSE(refusal->details.has_value());
    }
    SECTION("for a metric") {
        const auto refusal = refuse(kube::anonymous_user(), "GET", metric_path);
        REQUIRE(refusal.has_value());
        CHECK(refusal->code == 403);
        CHECK(refusal->message ==
              "queue_depth.external.metrics.k8s.io is forbidden: User \"system:anonymous\" cannot list "
              "resource \"queue_depth\" in API group \"external.metrics.k8s.io\" in the namespace \"shop\"");
        REQUIRE(refusal->details.has_value());
        CHECK(refusal->details->group == "external.metrics.k8s.io");
        CHECK(refusal->details->kind == "queue_depth");
    }
    SECTION("with the authorizer's reason, if it gives one") {
        authorizer.answer = kube::access_decision{.allowed = false, .reason = "no such role"};
        CHECK(refuse(eve, "GET", "/metrics")->message ==
              R"(forbidden: User "eve" cannot get path "/metrics": no such role)");
    }
    SECTION("and a name cannot end its quotes") {
        const kube::user_info odd{.name = "a\" cannot get path \"/x", .uid = {}, .groups = {}, .extra = {}};
        CHECK(refuse(odd, "GET", "/metrics")->message ==
              R"(forbidden: User "a\" cannot get path \"/x" cannot get path "/metrics")");
    }
}

TEST_CASE_METHOD(fixture, "what cannot be asked is an error of the server, never an allow") {
    using kube::errc;
    const auto code =
        GENERATE(errc::unreachable, errc::timed_out, errc::unauthorized, errc::forbidden, errc::rejected,
                 errc::unavailable, errc::malformed, errc::credentials, errc::cancelled);
    authorizer.answer = std::unexpected(kube::error{code, "kube-apiserver is not there"});
    for (const auto& path : {metric_path, std::string("/metrics")}) {
        const auto refusal = refuse(eve, "GET", path);
        REQUIRE(refusal.has_value());
        CHECK(refusal->code == 500);
        CHECK(refusal->message == "Internal error occurred: kube-apiserver is not there");
    }
}

} // namespace access_control_test
