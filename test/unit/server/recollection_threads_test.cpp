#include "kube/request_header_file.hpp"
#include "net/worker_threads.hpp"
#include "server/hot_path.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <thread>

namespace recollection_threads_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t targets = 32;
constexpr int asks_of_a_session = 1500;
constexpr int asks_of_a_step = 3; // values change by what is asked, so that none of the two starves the other

std::string metric(std::size_t target) {
    return "jobs_" + std::to_string(target);
}

// Answers on its own thread, which alone puts values, forgets them, and has another configuration come.
class changing_world final : public server::request_handler {
public:
    net::awaitable<server::reply> handle(const server::request& question) override {
        ++handled;
        auto& verdict = question.from.front_proxy;
        verdict.judged_by = proxies->current();
        verdict.judged_until = std::chrono::system_clock::time_point::max();
        const auto target = static_cast<std::size_t>(std::stoul(std::string(question.path.substr(1))));
        auto& basis = *question.basis;
        basis.believed = server::grounds::proof::front_proxy;
        basis.user = kube::user_info{
            .name = std::string(question.fields["X-Remote-User"]), .uid = {}, .groups = {}, .extra = {}};
        basis.allowed = kube::access_decision{.allowed = true,
                                              .reason = {},
                                              .scope = kube::access_scope::request,
                                              .counts_until = net::time_point::max()};
        basis.ns = "shop";
        basis.metric = metric(target);
        if (!values[target]) {
            values[target] = std::make_shared<metrics::live_value>(1s, instruments.values());
            put(target);
        }
        basis.value = values[target];
        basis.form = server::representation{};
        co_return server::make_reply(200, server::text_type, "by the handler");
    }

    [[nodiscard]] server::reply refuse(unsigned status, std::string_view) override {
        return server::make_reply(status, server::text_type, "refused");
    }

    void step() {
        constexpr int forget_each = 8;
        constexpr int configure_each = 50;
        const auto target = static_cast<std::size_t>(++steps) % targets;
        if (values[target]) {
            put(target);
        }
        // Another than what was just put.
        if (auto& other = values[static_cast<std::size_t>(steps / forget_each) % targets];
            steps % forget_each == 0 && other) {
            other->clear();
            other = nullptr;
        }
        if (steps % configure_each == 0) {
            folder.write("ca.crt", ca.pem() + std::string(static_cast<std::size_t>(++configured), '\n'));
            clock += 1;
            CHECK_THAT(instruments.expose(), test::ContainsSubstring("barograph_value_asks_total"));
        }
    }

    test::temporary_folder folder;
    test::certificate ca{{.common_name = "front proxies", .is_ca = true}};
    std::atomic<int> clock = 0; ///< seconds
    std::unique_ptr<kube::request_header_file> proxies =
        kube::request_header_file::open({.username_headers = {"X-Remote-User"}},
                                        folder.write("ca.crt", ca.pem()), {},
                                        [this] { return net::time_point(std::chrono::seconds(clock)); })
            .value();
    telemetry::instruments instruments{"test"};
    std::array<std::shared_ptr<metrics::live_value>, targets> values;
    int steps = 0;
    int configured = 0;
    int handled = 0;

private:
    // The values of all targets, in the order they are put, are 3, 5, 7...: even ones may be written as 1k.
    void put(std::size_t target) {
        constexpr std::int64_t milli = 1000;
        metrics::value_list list{
            {.metric_name = metric(target), .labels = {}, .milli = (newest_ += 2) * milli}};
        const auto now = net::steady_clock::now();
        values[target]->put(std::make_shared<const metrics::answer>(
            std::make_shared<const metrics::value_list>(std::move(list)), now, now + 1h));
    }

    std::int64_t newest_ = 1;
};

struct tally {
    std::atomic<int> asks = 0;
    std::atomic<int> recalled = 0;
    std::atomic<int> of_another_metric = 0;
    std::atomic<int> older_than_before = 0;
    std::atomic<int> by_a_former_configuration = 0;
};

int value_in(std::string_view body) {
    constexpr std::string_view before = "\"value\":\"";
    int value = 0;
    if (const auto at = body.find(before); at != body.npos) {
        body.remove_prefix(at + before.size());
        std::from_chars(body.data(), body.data() + body.size(), value);
    }
    return value;
}

// What a session does with the requests of one connection.
net::awaitable<> ask(server::hot_path& front, const kube::request_header_source& proxies, std::size_t session,
                     tally& seen) {
    server::connection from;
    const auto user = "user-" + std::to_string(session % 2);
    std::array<int, targets> told{};
    for (int i = 0; i < asks_of_a_session; ++i) {
        const auto number = (static_cast<std::size_t>(i) + session) % targets;
        const auto target = "/" + std::to_string(number);
        const auto bytes = "GET " + target + " HTTP/1.1\r\nHost: h\r\nX-Remote-User: " + user + "\r\n\r\n";
        ++seen.asks;
        const auto in_force = proxies.current()->version;
        if (const auto known = front.recall(bytes, from)) {
            ++seen.recalled;
            const auto& body = *known->answer.body;
            const auto value = value_in(body);
            seen.of_another_metric += body.find('"' + metric(number) + '"') == body.npos ? 1 : 0;
            seen.older_than_before += value < std::max(told[number], 1) ? 1 : 0;
            seen.by_a_former_configuration += from.front_proxy.judged_by->version < in_force ? 1 : 0;
            told[number] = value;
            continue;
        }
        from.head = bytes;
        server::http::fields fields;
        fields.set("X-Remote-User", user);
        const server::request question{
            .method = "GET", .path = target, .query = {}, .fields = fields, .from = from};
        co_await front.handle(question);
    }
}

} // namespace

TEST_CASE("many threads recall while values, keys and the front proxy's configuration change") {
    net::asio::io_context context;
    const auto work = net::asio::make_work_guard(context);
    changing_world world;
    // Too few for all targets: some are let go to make room.
    server::recollection memory(world.proxies.get(), {.max_targets = targets / 2});
    server::hot_path front(world, context.get_executor(), memory, world.instruments, {});
    tally seen;
    std::atomic<int> going_on = 0;
    std::atomic<int> failed = 0;
    net::worker_threads workers(4);
    std::size_t session = 0;
    for (const auto& executor : workers.executors()) {
        for (int i = 0; i < 2; ++i) {
            ++going_on;
            net::asio::co_spawn(executor, ask(front, *world.proxies, session++, seen),
                                [&](const std::exception_ptr& error) {
                                    failed += error ? 1 : 0;
                                    --going_on;
                                });
        }
    }
    while (going_on > 0) {
        const bool busy = context.poll_one() > 0;
        if (seen.asks >= world.steps * asks_of_a_step) {
            world.step();
        } else if (!busy) {
            std::this_thread::yield();
        }
    }
    CHECK(failed == 0);
    CHECK(seen.recalled > 0);
    CHECK(seen.recalled + world.handled == seen.asks);
    CHECK(world.proxies->current()->version > 1);
    CHECK(seen.of_another_metric == 0);
    CHECK(seen.older_than_before == 0);
    CHECK(seen.by_a_former_configuration == 0);
}

} // namespace recollection_threads_test
