#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/run_captured.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace run_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;
using test::run_captured;
using test::StartsWith;

namespace {

std::size_t count_lines(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

sighandler_t handler_of(int signal) {
    struct sigaction current{};
    REQUIRE(::sigaction(signal, nullptr, &current) == 0);
    return current.sa_handler;
}

constexpr const char* rules = "externalRules:\n"
                              "- seriesQuery: 'depth'\n"
                              "  name: {as: 'depth'}\n"
                              "  metricsQuery: 'avg(depth)'\n";

struct fixture {
    // Arguments with which a server would begin, and more.
    std::vector<std::string> standalone(const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{"--config=" + folder.write("rules.yaml", rules),
                                           "--cert-dir=" + (folder.path() / "certificates").string(),
                                           "--prometheus-url=http://127.0.0.1:1", "--standalone"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    test::temporary_folder folder;
};

// A port of 127.0.0.1 that somebody listens on.
class taken_port {
public:
    taken_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket_, generic, size) == 0);
        REQUIRE(::listen(socket_, 1) == 0);
        REQUIRE(::getsockname(socket_, generic, &size) == 0);
        number = ntohs(address.sin_port);
    }

    taken_port(const taken_port&) = delete;
    taken_port& operator=(const taken_port&) = delete;

    ~taken_port() { ::close(socket_); }

    int number = 0;

private:
    int socket_;
};

} // namespace

TEST_CASE("the version is one line on the standard output") {
    for (const auto* command : {"version", "--version"}) {
        const auto ended = run_captured({command});
        CHECK(ended.status == cli::exit_status::success);
        CHECK_THAT(ended.out, StartsWith("barograph "));
        CHECK(count_lines(ended.out) == 1);
        CHECK(ended.err.empty());
    }
}

TEST_CASE("help goes to the standard output and is no failure") {
    for (const auto* command : {"--help", "-h", "help"}) {
        const auto ended = run_captured({command});
        CHECK(ended.status == cli::exit_status::success);
        CHECK_THAT(ended.out, ContainsSubstring("usage: barograph COMMAND"));
        CHECK(ended.err.empty());
    }
    const auto serve = run_captured({"serve", "--help"});
    CHECK(serve.status == cli::exit_status::success);
    CHECK_THAT(serve.out, ContainsSubstring("usage: barograph serve"));
    CHECK(serve.err.empty());
    CHECK(run_captured({"--config=x", "--help"}).out == serve.out);
}

TEST_CASE("no arguments at all are a wrong use, answered with the help") {
    const auto ended = run_captured({});
    CHECK(ended.status == cli::exit_status::usage);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, ContainsSubstring("usage: barograph COMMAND"));
}

TEST_CASE("a wrong use is one line that names it, and status 2") {
    struct row {
        std::vector<std::string> arguments;
        std::string message;
    };

    const auto given =
        GENERATE(row{{"sevre"}, "unknown command \"sevre\"; expected serve, check, doctor, query or version"},
                 row{{"a\nb"}, "unknown command \"a?b\""}, row{{""}, "unknown command \"\""},
                 row{{"serve"}, "--config is required"},
                 row{{"--confg=x"}, "unknown flag --confg; did you mean --config?"},
                 row{{"serve", "--config=x", "more"}, "unexpected argument \"more\""},
                 row{{"--config=x", "--secure-port=http"}, "--secure-port: \"http\": expected"});
    const auto ended = run_captured(given.arguments);
    CHECK(ended.status == cli::exit_status::usage);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, StartsWith("barograph: ") && ContainsSubstring(given.message) &&
                              ContainsSubstring(" (see barograph "));
    CHECK(count_lines(ended.err) == 1);
}

TEST_CASE_METHOD(fixture, "an unreadable config is one line with the file, and status 1") {
    const auto ended = run_captured({"--config=" + (folder.path() / "none.yaml").string()});
    CHECK(ended.status == cli::exit_status::failure);
    CHECK_THAT(ended.err, StartsWith("barograph: ") && ContainsSubstring("none.yaml"));
    CHECK(count_lines(ended.err) == 1);
}

TEST_CASE_METHOD(fixture, "each problem of a config is a line with file, line and column, and status 1") {
    const auto file =
        folder.write("rules.yaml", "externalRules:\n- seriesQuery: 'a'\n  metricQuery: 'b'\n  nam: {}\n");
    const auto ended = run_captured({"serve", "--config=" + file});
    CHECK(ended.status == cli::exit_status::failure);
    CHECK(count_lines(ended.err) >= 2);
    CHECK_THAT(ended.err, ContainsSubstring("barograph: " + file + ":3:") && ContainsSubstring(file + ":4:"));
}

TEST_CASE_METHOD(fixture, "what keeps a server from beginning is one line, and status 1") {
    struct row {
        std::vector<std::string> more;
        std::string message;
    };

    const auto given = GENERATE(
        row{{"--prometheus-url=prometheus:9090"}, "--prometheus-url: not a URL"},
        row{{"--bind-address=0.0.0.0"}, "--standalone serves without authentication"},
        row{{"--bind-address=localhost"}, "--standalone serves without authentication"},
        row{{"--prometheus-token-file=/nowhere/token"}, "/nowhere/token: No such file"},
        row{{"--tls-cert-file=/nowhere/c", "--tls-private-key-file=/nowhere/k"}, "/nowhere/c: No such file"},
        row{{"--prometheus-header=x"}, "--prometheus-header: \"x\""});
    const auto ended = run_captured(standalone(given.more));
    CHECK(ended.status == cli::exit_status::failure);
    CHECK_THAT(ended.err, ContainsSubstring("barograph: ") && ContainsSubstring(given.message));
}

TEST_CASE_METHOD(fixture, "a port that is taken is named") {
    const taken_port taken;
    const auto ended = run_captured(standalone({"--secure-port=" + std::to_string(taken.number)}));
    CHECK(ended.status == cli::exit_status::failure);
    CHECK_THAT(ended.err, ContainsSubstring("127.0.0.1:" + std::to_string(taken.number)) &&
                              ContainsSubstring("Address already in use"));
}

TEST_CASE_METHOD(fixture, "outside a cluster, and without a kubeconfig, the flag to give is named") {
    if (std::getenv("KUBERNETES_SERVICE_HOST") != nullptr) {
        return;
    }
    auto arguments = standalone({});
    std::erase(arguments, "--standalone");
    const auto ended = run_captured(arguments);
    CHECK(ended.status == cli::exit_status::failure);
    CHECK_THAT(ended.err, ContainsSubstring("barograph: no --authentication-kubeconfig, and not in a Pod: "));
}

TEST_CASE_METHOD(fixture, "a server tells what it serves, and ends with status 0 on SIGTERM or SIGINT") {
    const int signal = GENERATE(SIGTERM, SIGINT);
    const auto before = handler_of(signal);
    const test::captured_output err(STDERR_FILENO);
    int status = -1;
    std::thread server([&] { status = cli::run(standalone({"--secure-port=0", "--logtostderr"})); });
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    bool serves = false;
    while (!serves && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(5ms);
        // Without a server that catches it the signal would end the tests.
        serves = handler_of(signal) != before && err.text().find("serving on") != std::string::npos;
    }
    const auto begun = err.text();
    if (serves) {
        ::kill(::getpid(), signal);
    }
    server.join();
    REQUIRE(serves);
    CHECK_THAT(begun, ContainsSubstring("--logtostderr has no effect: logs go to stderr") &&
                          ContainsSubstring("with 1 external rules of ") &&
                          ContainsSubstring("asking Prometheus at http://127.0.0.1:1") &&
                          ContainsSubstring("serving on https://127.0.0.1:"));
    // The log's own word for how much a line matters is enough.
    CHECK_THAT(begun, ContainsSubstring(" warning ") &&
                          ContainsSubstring("rules.yaml:4:17: metricsQuery: uses no") &&
                          !ContainsSubstring("warning: "));
    CHECK(status == cli::exit_status::success);
    CHECK_THAT(err.text(), ContainsSubstring(signal == SIGTERM ? "SIGTERM" : "SIGINT") &&
                               ContainsSubstring("info ended"));
}

} // namespace run_test
