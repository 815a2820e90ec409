#include "prometheus/shared_queries.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <optional>

namespace shared_queries_test {

using namespace barograph;
using prometheus::errc;
using strings = std::vector<std::string>;
using result = std::expected<prometheus::query_result, prometheus::error>;

namespace {

/// Answers each query with its own text, once it is let go.
class held_prometheus final : public prometheus::api {
public:
    explicit held_prometheus(net::executor ex) : released(ex, net::time_point::max()) {}

    net::awaitable<result> query(std::string promql, net::time_point) override {
        queries.push_back(promql);
        boost::system::error_code woken;
        co_await released.async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
        const auto state = co_await net::asio::this_coro::cancellation_state;
        if (state.cancelled() != net::asio::cancellation_type::none) {
            co_return std::unexpected(prometheus::error{errc::cancelled, "gone"});
        }
        if (failure) {
            co_return std::unexpected(*failure);
        }
        prometheus::query_result answer;
        answer.samples.push_back({.labels = {}, .timestamp = 1, .value = promql});
        co_return answer;
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string, net::time_point) override {
        co_return std::expected<void, prometheus::error>{};
    }

    net::awaitable<std::expected<strings, prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds, net::time_point) override {
        co_return strings{selector};
    }

    [[nodiscard]] std::string where() const override { return "Prometheus"; }

    net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                    net::executor>
        released;
    strings queries;
    std::optional<prometheus::error> failure;
};

struct fixture {
    fixture() {
        auto held = std::make_unique<held_prometheus>(context.get_executor());
        backend = held.get();
        shared = prometheus::share_queries(std::move(held), 2);
    }

    // Asks in the background; the answer comes into the list at its place.
    std::optional<result>& ask(const std::string& promql) {
        auto& place = answers.emplace_back();
        auto& end = ends.emplace_back();
        net::asio::co_spawn(context, test::store_result(shared->query(promql, net::time_point::max()), place),
                            net::asio::bind_cancellation_slot(end.slot(), [](const std::exception_ptr&) {}));
        context.restart();
        context.poll();
        return place;
    }

    void release() {
        backend->released.cancel();
        context.restart();
        context.poll();
    }

    net::asio::io_context context;
    held_prometheus* backend = nullptr;
    std::unique_ptr<prometheus::api> shared;
    std::list<std::optional<result>> answers;
    std::list<net::asio::cancellation_signal> ends;
};

std::string value(const std::optional<result>& answer) {
    REQUIRE(answer.has_value());
    REQUIRE(answer->has_value());
    return (*answer)->samples.front().value;
}

} // namespace

TEST_CASE_METHOD(fixture, "who asks the same meanwhile shares the query, who asks something else does not") {
    const auto& first = ask("sum(a)");
    const auto& second = ask("sum(a)");
    const auto& other = ask("sum(b)");
    CHECK(backend->queries == strings{"sum(a)", "sum(b)"});
    release();
    CHECK(value(first) == "sum(a)");
    CHECK(value(second) == "sum(a)");
    REQUIRE((*first)->sent);
    CHECK((*second)->sent == (*first)->sent);
    CHECK(value(other) == "sum(b)");
}

TEST_CASE_METHOD(fixture, "an answer is shared with those who waited for it, and not kept") {
    ask("sum(a)");
    release();
    ask("sum(a)");
    CHECK(backend->queries == strings{"sum(a)", "sum(a)"});
    release();
}

TEST_CASE_METHOD(fixture, "a failure is shared, too, and the next ask tries again") {
    backend->failure = prometheus::error{errc::unavailable, "503"};
    const auto& first = ask("sum(a)");
    const auto& second = ask("sum(a)");
    release();
    REQUIRE(second.has_value());
    CHECK(first->error().message == "503");
    CHECK(second->error().message == "503");
    backend->failure.reset();
    const auto& third = ask("sum(a)");
    release();
    CHECK(value(third) == "sum(a)");
}

TEST_CASE_METHOD(fixture, "when the one who asks leaves, another asks in its place") {
    ask("sum(a)");
    const auto& second = ask("sum(a)");
    ends.front().emit(net::asio::cancellation_type::terminal);
    context.restart();
    context.poll();
    CHECK(backend->queries == strings{"sum(a)", "sum(a)"});
    release();
    CHECK(value(second) == "sum(a)");
}

TEST_CASE_METHOD(fixture, "beyond as many different queries as may be under way, the next is refused") {
    ask("sum(a)");
    ask("sum(b)");
    const auto& third = ask("sum(c)");
    REQUIRE(third.has_value());
    CHECK(third->error().code == errc::unavailable);
    CHECK_THAT(third->error().message, test::ContainsSubstring("too many queries of Prometheus"));
    const auto& joined = ask("sum(a)");
    release();
    CHECK(value(joined) == "sum(a)");
}

TEST_CASE_METHOD(fixture, "what is no query is passed through") {
    const auto names = test::run_coroutine(context, shared->series_names("up", {}, net::time_point::max()));
    CHECK(names == strings{"up"});
    CHECK(test::run_coroutine(context, shared->parse("up", net::time_point::max())).has_value());
    CHECK(shared->where() == "Prometheus");
}

} // namespace shared_queries_test
