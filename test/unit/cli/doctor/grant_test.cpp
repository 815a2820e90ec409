#include "cli/doctor/grant.hpp"
#include "test/support/catch.hpp"

namespace doctor_grant_test {

using namespace barograph;

TEST_CASE("a text is one word of a shell, whatever it holds") {
    CHECK(cli::shell_word("monitoring:barograph-1.a/b") == "monitoring:barograph-1.a/b");
    CHECK(cli::shell_word("*.external.metrics.k8s.io") == "'*.external.metrics.k8s.io'");
    CHECK(cli::shell_word("it's $(rm)") == "'it'\\''s $(rm)'");
    CHECK(cli::shell_word("") == "''");
}

TEST_CASE("a role is given to a ServiceAccount, or to a user, in the cluster or in a namespace") {
    CHECK(cli::bind_command({.binding = "b", .role = "system:auth-delegator", .ns = {}},
                            "system:serviceaccount:monitoring:barograph") ==
          "kubectl create clusterrolebinding b --clusterrole=system:auth-delegator "
          "--serviceaccount=monitoring:barograph");
    CHECK(cli::bind_command({.binding = "b", .role = "r", .ns = "kube-system"}, "Jane Doe") ==
          "kubectl --namespace kube-system create rolebinding b --role=r --user='Jane Doe'");
    CHECK(cli::bind_command({.binding = "b", .role = "r", .ns = {}}, "") ==
          "kubectl create clusterrolebinding b --clusterrole=r --user=USER");
}

TEST_CASE("a role that does not exist is created before it is given") {
    CHECK(cli::grant_command({.name = "n",
                              .ns = "default",
                              .verbs = "get,list",
                              .resource = "*.external.metrics.k8s.io",
                              .resource_name = "x"},
                             "admin") ==
          "kubectl --namespace default create role n --verb=get,list --resource='*.external.metrics.k8s.io' "
          "--resource-name=x && kubectl --namespace default create rolebinding n --role=n --user=admin");
}

} // namespace doctor_grant_test
