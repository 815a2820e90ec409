#include "net/worker_threads.hpp"
#include "server/hot_path.hpp"
#include "server/listener.hpp"
#include "server/open_access.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/loopback_client.hpp"

#include <atomic>
#include <list>
#include <set>
#include <thread>

namespace hot_path_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

// Answers on its own thread, with the thread, and tells the grounds.
class handler_of_test final : public server::request_handler {
public:
    explicit handler_of_test(telemetry::instruments& counts)
        : live(std::make_shared<metrics::live_value>(1s, counts.values())) {
        metrics::value_list values{{.metric_name = "jobs", .labels = {{}}, .milli = 57000}};
        const auto now = net::steady_clock::now();
        live->put(std::make_shared<const metrics::answer>(
            std::make_shared<const metrics::value_list>(std::move(values)), now, now + 1h));
    }

    net::awaitable<server::reply> handle(const server::request& question) override {
        ++handled;
        threads.insert(std::this_thread::get_id());
        if (auto* const basis = question.basis; basis != nullptr && question.path != "/other") {
            basis->believed = server::grounds::proof::anyone;
            basis->user = kube::user_info{.name = "eve", .uid = {}, .groups = {}, .extra = {}};
            basis->allowed = kube::access_decision{.allowed = true,
                                                   .reason = {},
                                                   .scope = kube::access_scope::everywhere,
                                                   .counts_until = net::time_point::max()};
            basis->ns = "shop";
            basis->metric = "jobs";
            basis->value = live;
            basis->form = server::representation{};
        }
        co_return server::make_reply(200, server::text_type, "by the handler");
    }

    [[nodiscard]] server::reply refuse(unsigned status, std::string_view) override {
        return server::make_reply(status, server::text_type, "refused");
    }

    std::shared_ptr<metrics::live_value> live;
    std::atomic<int> handled = 0;
    std::set<std::thread::id> threads;
};

struct fixture {
    explicit fixture(server::hot_path_options how = {})
        : front(handler, context.get_executor(), memory, instruments, how) {
        auto opened = server::listener::open(
            context.get_executor(), "127.0.0.1", 0, [] { return nullptr; }, front, limits, {},
            workers.executors());
        REQUIRE(opened.has_value());
        listener = std::move(*opened);
        tasks.spawn("accepting", listener->run());
    }

    ~fixture() {
        listener->stop_accepting();
        test::run_coroutine(context, listener->drain(0s));
        test::run_coroutine(context, tasks.join());
    }

    static std::string request(const std::string& path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\nAudit-ID: 7\r\n\r\n";
    }

    net::asio::io_context context;
    telemetry::instruments instruments{"test"};
    handler_of_test handler{instruments};
    server::recollection memory{nullptr, {}};
    server::hot_path front;
    server::limits limits;
    net::worker_threads workers{2};
    std::unique_ptr<server::listener> listener;
    net::task_group tasks{context.get_executor(), [](const std::string&, const std::exception_ptr&) {}};
};

} // namespace

TEST_CASE_METHOD(fixture,
                 "the first ask goes to the handler on its own thread, the next is answered at once") {
    test::loopback_client client(context, listener->local_endpoint());
    client.send(request("/jobs"));
    CHECK_THAT(client.answer().body, test::ContainsSubstring("by the handler"));
    client.send(request("/jobs"));
    const auto answer = client.answer();
    CHECK_THAT(answer.body, test::ContainsSubstring("57"));
    CHECK(answer.has("Audit-Id: 7"));
    CHECK(handler.handled == 1);
    CHECK(handler.threads == std::set{std::this_thread::get_id()});
    client.send(request("/jobs") + request("/jobs") + request("/other") + request("/jobs"));
    CHECK_THAT(client.answer().body, test::ContainsSubstring("57"));
    CHECK_THAT(client.answer().body, test::ContainsSubstring("57"));
    CHECK_THAT(client.answer().body, test::ContainsSubstring("by the handler"));
    CHECK_THAT(client.answer().body, test::ContainsSubstring("57"));
    CHECK(handler.handled == 2);
}

TEST_CASE_METHOD(fixture, "what is answered at once is counted like the rest") {
    test::loopback_client client(context, listener->local_endpoint());
    for (int i = 0; i < 3; ++i) {
        client.send(request("/jobs"));
        client.answer();
    }
    CHECK_THAT(instruments.expose(),
               test::ContainsSubstring("barograph_http_requests_total{code=\"200\",method=\"GET\"} 2"));
}

TEST_CASE_METHOD(fixture, "as the aggregator sends them, requests for several values are answered at once") {
    const auto forwarded = [](const std::string& path, const std::string& id) {
        return "GET " + path +
               " HTTP/1.1\r\nHost: h\r\nAccept: application/vnd.kubernetes.protobuf, */*\r\nAudit-Id: " + id +
               "\r\nX-Forwarded-For: 10.0.0.10\r\nX-Forwarded-Host: 10.0.0.1:6443\r\n"
               "X-Forwarded-Proto: https\r\nX-Forwarded-Uri: " +
               path + "\r\nX-Remote-User: hpa\r\nAccept-Encoding: gzip\r\n\r\n";
    };
    test::loopback_client client(context, listener->local_endpoint());
    for (const auto* path : {"/jobs", "/orders", "/jobs", "/orders"}) {
        client.send(forwarded(path, "id-of" + std::to_string(handler.handled)));
        client.answer();
    }
    CHECK(handler.handled == 2);
    CHECK_THAT(instruments.expose(), test::ContainsSubstring("barograph_http_requests_recalled_total 2"));
}

TEST_CASE("told not to recall, every request goes to the handler") {
    fixture audited({.recalls = false});
    test::loopback_client client(audited.context, audited.listener->local_endpoint());
    for (int i = 0; i < 3; ++i) {
        client.send(fixture::request("/jobs"));
        CHECK_THAT(client.answer().body, test::ContainsSubstring("by the handler"));
    }
}

TEST_CASE_METHOD(fixture, "connections are spread over the threads") {
    std::list<test::loopback_client> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(context, listener->local_endpoint()).send(request("/jobs"));
        clients.back().answer();
    }
    CHECK(handler.handled == 4);
    clients.clear();
}

} // namespace hot_path_test
