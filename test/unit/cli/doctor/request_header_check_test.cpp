#include "cli/doctor/request_header_check.hpp"
#include "test/support/certificates.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"
#include "test/unit/kube/configmap.hpp"

namespace doctor_request_header_check_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;

namespace {

constexpr const char* path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";

std::string ca_pem(std::chrono::seconds not_after, const std::string& name = "front-proxy-ca") {
    return certificate({.common_name = name, .is_ca = true, .not_after = not_after}).pem();
}

std::string judge(const std::string& configmap) {
    const auto found = cli::judge_request_header(configmap, std::chrono::system_clock::now());
    REQUIRE(found.size() == 1);
    return test::line_of(found.front());
}

} // namespace

TEST_CASE_METHOD(test::examined_cluster,
                 "a request-header CA that holds is told with its end and its names") {
    answer(path, test::configmap(ca_pem(24h * 100 + 1min)).object("7"));
    const auto found = test::lines_of(make(cli::check_request_header));
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(), ContainsSubstring("ok request-header-ca: the aggregator proves itself by CA "
                                                "CN=front-proxy-ca, valid until ") &&
                                  ContainsSubstring("(100 days); allowed names: front-proxy-client"));
}

TEST_CASE("a request-header CA is warned of before it ends, and wrong when it has ended") {
    CHECK_THAT(judge(test::configmap(ca_pem(24h * 3)).json()),
               ContainsSubstring("warning request-header-ca: ") && ContainsSubstring("(2 days)"));
    CHECK_THAT(judge(test::configmap(ca_pem(-1min)).json()),
               ContainsSubstring("wrong request-header-ca: ") && ContainsSubstring("has expired on "));
    // In the midst of a rotation the newest CA counts.
    CHECK_THAT(judge(test::configmap(ca_pem(-1min, "old") + ca_pem(24h * 90, "new")).json()),
               ContainsSubstring("ok request-header-ca: ") && ContainsSubstring("CN=new"));
}

TEST_CASE("no allowed name means any name, and is told so") {
    test::configmap map(ca_pem(24h * 100));
    map.data["requestheader-allowed-names"] = "[]";
    CHECK_THAT(judge(map.json()),
               ContainsSubstring("ok request-header-ca: ") && ContainsSubstring("allowed names: any name"));
}

TEST_CASE("a request-header CA that is absent or unreadable is wrong, with kube-apiserver's flag for it") {
    test::configmap map("rubbish");
    CHECK_THAT(judge(map.json()), ContainsSubstring("wrong request-header-ca: ") &&
                                      ContainsSubstring("requestheader-client-ca-file"));
    map.data.erase("requestheader-client-ca-file");
    CHECK_THAT(judge(map.json()),
               ContainsSubstring(
                   "aggregation layer is not set up; repair: kubectl --namespace kube-system get configmap"));
}

TEST_CASE_METHOD(test::examined_cluster,
                 "a ConfigMap that is absent is wrong, and one not for us to read is skipped") {
    SECTION("absent") {
        refuse(path, 404);
        CHECK_THAT(test::lines_of(make(cli::check_request_header)).front(),
                   ContainsSubstring("wrong request-header-ca: ") && ContainsSubstring("does not exist"));
    }
    SECTION("forbidden") {
        refuse(path, 403);
        CHECK_THAT(test::lines_of(make(cli::check_request_header)).front(),
                   ContainsSubstring("skipped request-header-ca: ") &&
                       ContainsSubstring("kubectl --namespace kube-system create role"));
    }
}

} // namespace doctor_request_header_check_test
