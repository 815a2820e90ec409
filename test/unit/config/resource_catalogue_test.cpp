#include "config/resource_catalogue.hpp"
#include "test/support/catch.hpp"

namespace resource_catalogue_test {

namespace {

using namespace barograph::config;

bool accepts(const std::string& group, const std::string& resource) {
    return !resource_catalogue::kubernetes().objection_to({group, resource});
}

std::string objection(const std::string& group, const std::string& resource) {
    return resource_catalogue::kubernetes().objection_to({group, resource}).value_or("(accepted)");
}

TEST_CASE("Kubernetes' own resources are known, singular and plural, in any case") {
    CHECK(accepts("", "namespace"));
    CHECK(accepts("", "namespaces"));
    CHECK(accepts("", "Namespace"));
    CHECK(accepts("", "pod"));
    CHECK(accepts("apps", "deployments"));
    CHECK(accepts("apps", "statefulset"));
    CHECK(accepts("networking.k8s.io", "ingress"));
    CHECK(accepts("networking.k8s.io", "ingresses"));
}

TEST_CASE("a resource is found without its group, and by the beginning of its group") {
    CHECK(accepts("", "deployment"));
    CHECK(accepts("", "ingresses"));
    CHECK(accepts("networking", "ingress"));
}

TEST_CASE("a mistyped resource is an error that names the nearest one") {
    CHECK_THAT(objection("", "namepsace"),
               barograph::test::ContainsSubstring("nearest known one is namespace"));
    CHECK_THAT(objection("", "widgets"), barograph::test::StartsWith("no resource \"widgets\";"));
    CHECK_THAT(objection("apps", "deploymnts"),
               barograph::test::ContainsSubstring("nearest known one is deployment"));
}

TEST_CASE("a resource of another of Kubernetes' groups is an error") {
    CHECK_FALSE(accepts("apps", "pods"));
    CHECK_FALSE(accepts("networking.k8s.io", "namespace"));
    CHECK_FALSE(accepts("nosuchgroup", "pods"));
}

TEST_CASE("an override without a resource is an error") {
    CHECK_THAT(objection("", ""), barograph::test::ContainsSubstring("names no resource"));
    CHECK_THAT(objection("apps", ""), barograph::test::ContainsSubstring("names no resource"));
}

TEST_CASE("custom resources are believed if their group stands beside them") {
    CHECK(accepts("kafka.strimzi.io", "kafkatopic"));
    CHECK(accepts("gateway.networking.k8s.io", "httproute"));
    CHECK_THAT(objection("", "kafkatopic"), barograph::test::ContainsSubstring("needs its full group"));
}

TEST_CASE("a cluster whose resources are all known has no others") {
    const resource_catalogue cluster({{"", "pod", "pods"}, {"example.com", "widget", "widgets"}});
    CHECK_FALSE(cluster.objection_to({"example.com", "widgets"}));
    CHECK_FALSE(cluster.objection_to({"", "widget"}));
    CHECK(cluster.objection_to({"", "namespace"}));
    CHECK(cluster.objection_to({"example.com", "gadget"}));
    CHECK(cluster.objection_to({"other.com", "widget"}));
    CHECK(resource_catalogue({}).objection_to({"", "pod"}));
}

TEST_CASE("the namespace is told from all other resources") {
    CHECK(names_namespace({"", "namespace"}));
    CHECK(names_namespace({"", "Namespaces"}));
    CHECK_FALSE(names_namespace({"", "pod"}));
    CHECK_FALSE(names_namespace({"example.com", "namespace"}));
}

} // namespace

} // namespace resource_catalogue_test
