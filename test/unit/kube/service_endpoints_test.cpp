#include "kube/service_endpoints.hpp"
#include "test/support/catch.hpp"

namespace service_endpoints_test {

using namespace barograph;

TEST_CASE("a Service tells its ports by number, and the labels of its Pods") {
    const auto found = kube::read_service(
        R"({"kind":"Service","spec":{"ports":[{"port":443,"name":"https"},{"port":8080}],
            "selector":{"app":"barograph"}}})");
    REQUIRE(found.has_value());
    CHECK(found->ports == std::map<std::uint16_t, std::string>{{443, "https"}, {8080, ""}});
    CHECK(found->selector == std::map<std::string, std::string>{{"app", "barograph"}});
    CHECK_FALSE(kube::read_service(R"({"kind":"Pod"})").has_value());
    CHECK(kube::read_service(R"({"kind":"Service"})")->ports.empty());
}

TEST_CASE("the endpoints of all slices are told, each at the port of that name") {
    const auto found = kube::read_endpoint_slices(
        R"({"kind":"EndpointSliceList","items":[
            {"ports":[{"name":"metrics","port":9},{"name":"https","port":6443}],"endpoints":[
              {"addresses":["10.0.0.1"],"conditions":{"ready":true}},
              {"addresses":["10.0.0.2"],"conditions":{"ready":false}},
              {"addresses":["10.0.0.3"]}]},
            {"ports":[{"name":"metrics","port":9}],"endpoints":[{"addresses":["10.0.0.4"]}]},
            {"endpoints":null}]})",
        "https");
    REQUIRE(found.has_value());
    REQUIRE(found->size() == 4);
    CHECK(found->at(0).address == "10.0.0.1");
    CHECK(found->at(0).port == 6443);
    CHECK(found->at(0).is_ready);
    CHECK_FALSE(found->at(1).is_ready);
    // An unknown readiness counts as ready.
    CHECK(found->at(2).is_ready);
    CHECK(found->at(3).port == 0);
    CHECK_FALSE(kube::read_endpoint_slices("[]", "").has_value());
}

} // namespace service_endpoints_test
