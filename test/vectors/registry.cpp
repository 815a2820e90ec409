#include "test/vectors/registry.hpp"

#include "metrics/rule_provider.hpp"
#include "prometheus/series_names.hpp"
#include "server/status.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rule_input.hpp"

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

/// Reports the series that the case holds, and remembers the last query instead of answering it.
class recorded_prometheus final : public prometheus::api {
public:
    explicit recorded_prometheus(const json& reported) : reported_(&reported) {}

    void reports(const json& reported) { reported_ = &reported; }

    [[nodiscard]] const std::string& last_query() const { return last_query_; }

    net::awaitable<std::expected<prometheus::query_result, prometheus::error>>
    query(std::string promql, net::time_point) override {
        last_query_ = std::move(promql);
        co_return prometheus::query_result{};
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string, net::time_point) override {
        co_return std::expected<void, prometheus::error>();
    }

    net::awaitable<std::expected<std::vector<std::string>, prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds, net::time_point) override {
        if (!reported_->contains(selector)) {
            co_return std::unexpected(
                prometheus::error{prometheus::errc::unreachable, "the case has no answer for " + selector});
        }
        const auto& said = reported_->at(selector);
        const net::http_response response{.status = said.at("httpStatus").get<unsigned>(),
                                          .content_type = "application/json",
                                          .retry_after = {},
                                          .body = said.at("body").get<std::string>()};
        co_return prometheus::decode_series_names(response, where());
    }

    [[nodiscard]] std::string where() const override { return "Prometheus"; }

private:
    const json* reported_;
    std::string last_query_;
};

json status_json(const metrics::error& failure) {
    const auto status = server::from(failure);
    return {{"code", status.code}, {"reason", status.reason}, {"message", status.message}};
}

} // namespace

json without_dangling_messages(json answer) {
    if (!answer.is_object() || !answer.contains("ask")) {
        return answer;
    }
    for (auto& one : answer["ask"]) {
        const auto status = one.find("status");
        if (status == one.end() || status->value("code", 0) != 404) {
            continue;
        }
        const auto message = status->value("message", "");
        const auto sentence =
            "the server could not find the metric " + one.at("metric").get<std::string>() + " for ";
        if (message == sentence || message == sentence + "namespaces") {
            (*status)["message"] = sentence;
        }
    }
    return answer;
}

json answer_registry(const json& input) {
    std::vector<rules::rule> compiled;
    for (const auto& written : input.at("rules")) {
        auto rule = rules::rule::compile(rule_spec_from(written));
        if (!rule)
            return failed(rule.error().front().message, "rules");
        compiled.push_back(*std::move(rule));
    }

    net::asio::io_context context;
    recorded_prometheus prometheus(input.at("series"));
    metrics::discovery discovery(context.get_executor(), prometheus, std::move(compiled), {});
    auto now = net::steady_clock::now();
    if (input.contains("earlier")) {
        prometheus.reports(input["earlier"]);
        run_coroutine(context, discovery.relist(now));
        prometheus.reports(input.at("series"));
        now += std::chrono::minutes(10);
    }
    run_coroutine(context, discovery.relist(now));

    telemetry::instruments instruments("test");
    metrics::rule_provider provider(discovery, prometheus, instruments);
    json answer{{"metrics", provider.names()->names}, {"ask", json::array()}};
    for (const auto& metric : input.at("ask")) {
        metrics::value_request request{.metric = metric.get<std::string>(),
                                       .ns = "shop",
                                       .labels = {},
                                       .deadline = net::time_point::max()};
        const auto values = run_coroutine(context, provider.values(std::move(request)));
        json one{{"metric", metric}};
        if (values)
            one["query"] = prometheus.last_query();
        else
            one["status"] = status_json(values.error());
        answer["ask"].push_back(std::move(one));
    }
    return answer;
}

} // namespace barograph::test::vectors
