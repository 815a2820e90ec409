#pragma once
#include "server/api_handler.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/scripted_authorizer.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// Everybody is who the test says.
class scripted_authenticator final : public server::authenticator {
public:
    net::awaitable<std::expected<kube::user_info, server::authentication_error>>
    authenticate(const server::request&) override {
        ++asked;
        co_return user;
    }

    void strip_credentials(server::http::fields& fields) const override {
        fields.erase(server::http::field::authorization);
        ++stripped;
    }

    std::expected<kube::user_info, server::authentication_error> user =
        kube::user_info{.name = "eve", .uid = {}, .groups = {}, .extra = {}};
    int asked = 0;
    mutable int stripped = 0;
};

/// Metrics whose values the test says; remembers what was asked.
class scripted_metrics final : public metrics::provider {
public:
    using result = std::expected<std::shared_ptr<const metrics::value_list>, metrics::error>;

    [[nodiscard]] std::shared_ptr<const metrics::name_list> names() const override { return list; }

    net::awaitable<result> values(metrics::value_request request) override {
        const auto found = results.find(request.metric);
        auto answer = found != results.end()
                          ? found->second
                          : result(std::unexpected(metrics::error{metrics::errc::not_found,
                                                                  "the server could not find the metric " +
                                                                      request.metric + " for namespaces"}));
        asked.push_back(std::move(request));
        co_return answer;
    }

    net::awaitable<metrics::explanation> explain(metrics::value_request request) override {
        auto told = explained;
        told.result = co_await values(std::move(request));
        co_return told;
    }

    /// A metric with `count` values.
    void has(const std::string& metric, std::size_t count) {
        const metrics::external_value value{
            .metric_name = metric, .labels = {{{"queue", "mail"}}}, .timestamp = 1700000001, .milli = 57000};
        results[metric] = std::make_shared<const metrics::value_list>(count, value);
        auto longer = *list;
        longer.names.push_back(metric);
        list = std::make_shared<const metrics::name_list>(std::move(longer));
    }

    std::shared_ptr<const metrics::name_list> list = std::make_shared<const metrics::name_list>();
    std::map<std::string, result> results;
    metrics::explanation explained; ///< but for the result
    std::vector<metrics::value_request> asked;
};

/// The API with everything that it works with played by the test; eve may do anything unless told otherwise.
struct api_fixture {
    api_fixture() { authorizer.answer = kube::access_decision{.allowed = true, .reason = {}}; }

    /// One request; `target` with its query, as it stands in the request line.
    server::reply ask(std::string_view method, std::string_view target) {
        const auto mark = target.find('?');
        const server::request question{.method = method,
                                       .path = target.substr(0, mark),
                                       .query = mark == target.npos ? "" : target.substr(mark + 1),
                                       .fields = fields,
                                       .from = from};
        return run_coroutine(context, handler.handle(question));
    }

    net::asio::io_context context;
    scripted_authenticator who;
    scripted_authorizer authorizer;
    server::access_control access{authorizer, {"/healthz", "/livez", "/readyz"}};
    scripted_metrics metrics;
    server::health probes;
    telemetry::instruments instruments{"1.2.3"};
    server::http::fields fields;
    server::connection from;
    server::api_handler handler{{.who = who,
                                 .access = access,
                                 .metrics = metrics,
                                 .probes = probes,
                                 .instruments = instruments,
                                 .version = "1.2.3"}};
};

} // namespace barograph::test
