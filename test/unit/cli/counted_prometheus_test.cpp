#include "cli/counted_prometheus.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

namespace counted_prometheus_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;

namespace {

// Answers everything the same way, and remembers what it was asked.
class fixed_prometheus final : public barograph::prometheus::api {
public:
    explicit fixed_prometheus(bool answers) : answers_(answers) {}

    net::awaitable<std::expected<barograph::prometheus::query_result, barograph::prometheus::error>>
    query(std::string promql, net::time_point) override {
        if (!answers_) {
            co_return std::unexpected(failure());
        }
        barograph::prometheus::query_result result;
        result.samples.push_back({.value = std::move(promql)});
        co_return result;
    }

    net::awaitable<std::expected<void, barograph::prometheus::error>> parse(std::string promql,
                                                                            net::time_point) override {
        if (!answers_ || promql != "up") {
            co_return std::unexpected(failure());
        }
        co_return std::expected<void, barograph::prometheus::error>();
    }

    net::awaitable<std::expected<std::vector<std::string>, barograph::prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds, net::time_point) override {
        if (!answers_) {
            co_return std::unexpected(failure());
        }
        std::vector<std::string> names;
        names.push_back(std::move(selector));
        co_return names;
    }

    [[nodiscard]] std::string where() const override { return "there"; }

private:
    static barograph::prometheus::error failure() { return {barograph::prometheus::errc::partial, "half"}; }

    bool answers_;
};

struct fixture {
    void use(bool answers) { api = cli::counted(std::make_unique<fixed_prometheus>(answers), instruments); }

    std::expected<barograph::prometheus::query_result, barograph::prometheus::error> query() {
        return test::run_coroutine(context, api->query("up", net::steady_clock::now() + 1s));
    }

    std::expected<void, barograph::prometheus::error> parse() {
        return test::run_coroutine(context, api->parse("up", net::steady_clock::now() + 1s));
    }

    std::expected<std::vector<std::string>, barograph::prometheus::error> series_names() {
        return test::run_coroutine(context, api->series_names("up", {}, net::steady_clock::now() + 1s));
    }

    net::asio::io_context context;
    telemetry::instruments instruments{"1.2.3"};
    std::unique_ptr<barograph::prometheus::api> api;
};

} // namespace

TEST_CASE_METHOD(fixture, "questions that are answered are counted as such, and passed on") {
    use(true);
    CHECK(api->where() == "there");
    CHECK(query()->samples.at(0).value == "up");
    CHECK(query().has_value());
    CHECK(series_names().value() == std::vector<std::string>{"up"});
    CHECK(parse().has_value());
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("{request=\"query\",result=\"success\"} 2\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"series_names\",result=\"success\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"parse\",result=\"success\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("_duration_seconds_count{request=\"query\"} 2\n"));
    CHECK_THAT(text, !ContainsSubstring("result=\"error\""));
}

TEST_CASE_METHOD(fixture, "questions that fail are counted as such, and passed on") {
    use(false);
    CHECK(query().error().code == barograph::prometheus::errc::partial);
    CHECK(series_names().error().message == "half");
    CHECK(parse().error().message == "half");
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("{request=\"query\",result=\"error\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"series_names\",result=\"error\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"parse\",result=\"error\"} 1\n"));
    CHECK_THAT(text, !ContainsSubstring("requests_total{request=\"query\",result=\"success\""));
}

} // namespace counted_prometheus_test
