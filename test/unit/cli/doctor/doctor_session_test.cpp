#include "cli/doctor/doctor_session.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

#include <cstdlib>

namespace doctor_session_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

// Sets variables of the environment for the time of a test.
class environment_guard {
public:
    environment_guard(const char* name, const std::string& value) : name_(name) {
        const char* const before = std::getenv(name);
        had_ = before != nullptr;
        before_ = had_ ? before : "";
        ::setenv(name, value.c_str(), 1);
    }

    environment_guard(const environment_guard&) = delete;
    environment_guard& operator=(const environment_guard&) = delete;

    ~environment_guard() { had_ ? ::setenv(name_, before_.c_str(), 1) : ::unsetenv(name_); }

private:
    const char* name_;
    bool had_ = false;
    std::string before_;
};

constexpr const char* kubeconfig = R"(
current-context: a
contexts: [{name: a, context: {cluster: a}}, {name: b, context: {cluster: b}}]
clusters: [{name: a, cluster: {server: 'http://localhost:1001'}}, {name: b, cluster: {server: 'http://localhost:1002'}}]
)";

struct fixture {
    cli::doctor_session open(const kube::pod_environment& pod = {}) {
        return cli::open_session(context.get_executor(), options, pod);
    }

    std::string server_of(const cli::doctor_session& session) {
        INFO(session.no_api);
        REQUIRE(session.connection.has_value());
        CHECK(session.api != nullptr);
        return session.connection->base.redacted();
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    cli::doctor_options options;
    environment_guard home{"HOME", folder.path().string()};
    environment_guard listed{"KUBECONFIG", ""};
};

} // namespace

TEST_CASE_METHOD(fixture, "the doctor finds the cluster as kubectl does") {
    SECTION("by --kubeconfig and --context") {
        options.kubeconfig = folder.write("k", kubeconfig);
        options.context = "b";
        CHECK(server_of(open()) == "http://localhost:1002");
    }
    SECTION("by $KUBECONFIG, the first that exists") {
        const environment_guard both("KUBECONFIG", "/nonexistent:" + folder.write("k", kubeconfig));
        CHECK(server_of(open()) == "http://localhost:1001");
    }
    SECTION("by ~/.kube/config") {
        std::filesystem::create_directory(folder.path() / ".kube");
        folder.write(".kube/config", kubeconfig);
        CHECK(server_of(open()) == "http://localhost:1001");
    }
}

TEST_CASE_METHOD(fixture, "in a Pod the doctor uses its account") {
    std::filesystem::create_directory(folder.path() / "account");
    folder.write("account/token", "t");
    folder.write("account/ca.crt", "x");
    const kube::pod_environment pod{
        .host = "10.96.0.1", .port = "443", .service_account = (folder.path() / "account").string()};
    const auto session = open(pod);
    // Its CA is none, which is told by its name: so it is this account that was taken.
    CHECK_THAT(session.no_api, ContainsSubstring("account/ca.crt"));
    CHECK(session.api == nullptr);
}

TEST_CASE_METHOD(fixture, "without a way to a cluster the doctor knows why") {
    CHECK_THAT(open().no_api, ContainsSubstring("not in a Kubernetes Pod"));
    options.kubeconfig = "/nonexistent";
    CHECK_THAT(open().no_api, ContainsSubstring("/nonexistent"));
}

} // namespace doctor_session_test
