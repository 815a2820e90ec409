#include "kube/api_registration.hpp"
#include "test/support/catch.hpp"
#include "test/unit/kube/api_service.hpp"

namespace api_registration_test {

using namespace barograph;
using kube::api_registration;
using test::api_service;
using test::ContainsSubstring;
using holder = kube::api_registration::holder;

namespace {

const kube::service_name ours{"monitoring", "barograph"};

api_registration read(const api_service& service) {
    const auto found = kube::read_registration(service.json(), ours);
    REQUIRE(found.has_value());
    return *found;
}

} // namespace

TEST_CASE("a Service is written NAMESPACE/NAME, as Kubernetes names both") {
    const auto name = kube::parse_service_name("monitoring/barograph");
    REQUIRE(name.has_value());
    CHECK(*name == ours);
    CHECK(name->text() == "monitoring/barograph");
    for (const auto* bad : {"", "barograph", "/", "a/", "/b", "a/b/c", "A/b", "a/b.c", "-a/b", "a b/c"}) {
        INFO(bad);
        const auto refused = kube::parse_service_name(bad);
        REQUIRE_FALSE(refused.has_value());
        CHECK_THAT(refused.error(), ContainsSubstring("NAMESPACE/NAME"));
    }
}

TEST_CASE("the APIService is whose Service it names, by namespace and name") {
    CHECK(read({"monitoring", "barograph"}).who == holder::ours);
    CHECK(read({"monitoring", "barograph"}).uid == "u-1");
    for (const auto& [ns, name] : {std::pair{"keda", "keda-operator-metrics-apiserver"},
                                   {"other", "barograph"},
                                   {"monitoring", "x"}}) {
        const auto found = read({ns, name});
        CHECK(found.who == holder::another);
        CHECK(found.service == kube::service_name{ns, name});
    }
    CHECK(read({"", ""}).who == holder::kube_apiserver);
}

TEST_CASE("two readings are of the same holder when the same server is asked") {
    const auto keda = read({"keda", "k"});
    auto annotated = keda;
    annotated.release = {"keda", "keda"};
    annotated.uid = "u-2";
    CHECK(keda.same_holder(annotated));
    CHECK_FALSE(keda.same_holder(read({"keda", "l"})));
    CHECK_FALSE(keda.same_holder(read({"monitoring", "barograph"})));
}

TEST_CASE("what is no APIService is not judged") {
    for (const auto* bad : {"", "[]", "{}", R"({"kind":"APIService"})", R"({"kind":"APIService","spec":1})",
                            R"({"kind":"Service","spec":{}})"}) {
        INFO(bad);
        CHECK_FALSE(kube::read_registration(bad, ours).has_value());
    }
}

TEST_CASE("the account says who has it, that nothing is changed, and the commands that show and repair it") {
    const auto plain = kube::registration_account(read({"keda", "k"}), ours);
    CHECK_THAT(plain,
               ContainsSubstring("v1beta1.external.metrics.k8s.io names Service keda/k, not this "
                                 "server's monitoring/barograph") &&
                   ContainsSubstring("nothing is changed") &&
                   ContainsSubstring("kubectl get apiservice v1beta1.external.metrics.k8s.io -o yaml") &&
                   !ContainsSubstring("helm"));
    api_service of_helm{"keda", "k"};
    of_helm.annotations = {{"meta.helm.sh/release-name", "keda"},
                           {"meta.helm.sh/release-namespace", "scaling"}};
    CHECK_THAT(kube::registration_account(read(of_helm), ours),
               ContainsSubstring("helm upgrade keda --namespace scaling"));
    CHECK_THAT(kube::registration_account({.who = holder::absent}, ours),
               ContainsSubstring("does not exist") && ContainsSubstring("helm upgrade"));
    CHECK_THAT(kube::registration_account(read({"", ""}), ours), ContainsSubstring("names no Service"));
    CHECK(kube::registration_account(read({"monitoring", "barograph"}), ours) ==
          "APIService v1beta1.external.metrics.k8s.io names this server's Service monitoring/barograph");
}

TEST_CASE("text that is no name ends neither in a line of the log nor in a command") {
    api_service forged{"keda\n[+]ready", "$(reboot)"};
    forged.annotations = {{"meta.helm.sh/release-name", "; reboot"},
                          {"meta.helm.sh/release-namespace", "keda"}};
    const auto found = read(forged);
    CHECK(found.who == holder::another);
    const auto account = kube::registration_account(found, ours);
    CHECK_THAT(account,
               !ContainsSubstring("reboot") && !ContainsSubstring("\n") && !ContainsSubstring("helm"));
    CHECK_THAT(account, ContainsSubstring("(no valid name)"));
}

} // namespace api_registration_test
