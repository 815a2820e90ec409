#include "kube/api_service.hpp"
#include "test/support/catch.hpp"
#include "test/unit/kube/api_service.hpp"

namespace api_service_test {

using namespace barograph;
using test::ContainsSubstring;

TEST_CASE("an APIService tells its Service, its port, its CA and whether it is available") {
    auto object = test::api_service{.ns = "monitoring", .name = "barograph"}.object();
    object["spec"]["service"]["port"] = 6443;
    object["spec"]["caBundle"] = "Q0E=";
    object["status"]["conditions"] = nlohmann::json::array(
        {{{"type", "Other"}, {"status", "True"}},
         {{"type", "Available"}, {"status", "False"}, {"reason", "MissingEndpoints"}, {"message", "none"}}});
    const auto found = kube::read_api_service(object.dump());
    REQUIRE(found.has_value());
    CHECK(found->service == kube::service_name{"monitoring", "barograph"});
    CHECK(found->port == 6443);
    CHECK(found->ca_bundle == "CA");
    CHECK_FALSE(found->insecure_skip_tls_verify);
    CHECK(found->available == "False");
    CHECK(found->reason == "MissingEndpoints");
    CHECK(found->message == "none");
}

TEST_CASE("what an APIService does not say has Kubernetes' defaults") {
    auto object = test::api_service{.ns = "", .name = ""}.object();
    object["spec"]["insecureSkipTLSVerify"] = true;
    const auto found = kube::read_api_service(object.dump());
    REQUIRE(found.has_value());
    CHECK_FALSE(found->service.has_value());
    CHECK(found->port == 443);
    CHECK(found->ca_bundle.empty());
    CHECK(found->insecure_skip_tls_verify);
    CHECK(found->available.empty());
}

TEST_CASE("what is no APIService, or has a CA that is no base64, is said so") {
    CHECK_FALSE(kube::read_api_service("{}").has_value());
    CHECK_FALSE(kube::read_api_service(R"({"kind":"APIService"})").has_value());
    auto object = test::api_service{.ns = "a", .name = "b"}.object();
    object["spec"]["caBundle"] = "-----BEGIN";
    const auto found = kube::read_api_service(object.dump());
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error(), ContainsSubstring("caBundle is not base64"));
}

} // namespace api_service_test
