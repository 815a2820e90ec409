#include "kube/credentials.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

namespace credentials_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

kube::pod_environment pod_in(const test::temporary_folder& folder) {
    folder.write("token", "abc");
    folder.write("ca.crt", "any text; it is parsed when the client is made");
    return {.host = "10.96.0.1", .port = "443", .service_account = folder.path().string()};
}

} // namespace

TEST_CASE("in a Pod the API server is the environment's and the files are the service account's") {
    const test::temporary_folder folder;
    const auto found = kube::in_cluster(pod_in(folder));
    REQUIRE(found.has_value());
    CHECK(found->server.redacted() == "https://10.96.0.1");
    CHECK(found->token_file == (folder.path() / "token").string());
    CHECK(found->tls.ca.file == (folder.path() / "ca.crt").string());
    CHECK(found->token.empty());
    CHECK_FALSE(found->tls.insecure_skip_verify);
    CHECK_FALSE(found->tls.certificate.given());
}

TEST_CASE("an IPv6 API server and another port are taken as the environment has them") {
    const test::temporary_folder folder;
    auto pod = pod_in(folder);
    pod.host = "fd00::1";
    pod.port = "6443";
    const auto found = kube::in_cluster(pod);
    REQUIRE(found.has_value());
    CHECK(found->server.redacted() == "https://[fd00::1]:6443");
}

TEST_CASE("outside a Pod that is what is said") {
    const test::temporary_folder folder;
    auto pod = pod_in(folder);
    SECTION("without a host") {
        pod.host.clear();
    }
    SECTION("without a port") {
        pod.port.clear();
    }
    const auto found = kube::in_cluster(pod);
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error(), ContainsSubstring("not in a Kubernetes Pod"));
}

TEST_CASE("a port that is none is named") {
    const test::temporary_folder folder;
    auto pod = pod_in(folder);
    pod.port = GENERATE("0", "65536", "443x", "tcp://10.0.0.1:443", "-1");
    const auto found = kube::in_cluster(pod);
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error(), ContainsSubstring("\"" + pod.port + "\""));
}

TEST_CASE("a missing token or CA file is named, and the system's CAs never step in") {
    const test::temporary_folder folder;
    const auto pod = pod_in(folder);
    const std::string name = GENERATE("token", "ca.crt");
    std::filesystem::remove(folder.path() / name);
    const auto found = kube::in_cluster(pod);
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error(), ContainsSubstring((folder.path() / name).string()));
}

} // namespace credentials_test
