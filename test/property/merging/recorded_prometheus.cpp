#include "test/property/merging/recorded_prometheus.hpp"

#include "test/support/run_coroutine.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace barograph::test {

recorded_prometheus::recorded_prometheus(const std::string& samples) {
    const auto text = folder_.write("samples.om", samples);
    const auto config = folder_.write("prometheus.yml", "global: {}\n");
    const auto data = (folder_.path() / "data").string();
    const auto made =
        run_program({"promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet", text, data});
    if (made.status != 0)
        throw std::runtime_error("promtool refuses the samples: " + made.output);
    process_.emplace(std::vector<std::string>{"prometheus", "--config.file=" + config,
                                              "--storage.tsdb.path=" + data,
                                              "--storage.tsdb.retention.time=100y",
                                              "--web.listen-address=127.0.0.1:0", "--log.format=logfmt"},
                     folder_.path() / "prometheus.log");
    const auto address = process_->output_after("msg=\"Listening on\" address=");
    client_.emplace(context_.get_executor(),
                    net::http_client_options{.base = *net::parse_url("http://" + address), .tls = nullptr});
    eventually("Prometheus is ready", [&] {
        const auto answer = post("/api/v1/query", "query=1");
        return answer && answer->status == 200;
    });
}

net::http_result recorded_prometheus::post(const std::string& path, std::string form) {
    net::http_request request{.method = "POST",
                              .target = path,
                              .content_type = "application/x-www-form-urlencoded",
                              .body = std::move(form)};
    return run_coroutine(context_, client_->send(std::move(request), net::steady_clock::now() + patience),
                         2 * patience);
}

std::optional<std::vector<answered_sample>> recorded_prometheus::ask(const std::string& promql,
                                                                     std::int64_t time) {
    const auto answer =
        post("/api/v1/query", "query=" + net::percent_encode(promql) + "&time=" + std::to_string(time));
    if (!answer)
        throw std::runtime_error(answer.error().message);
    if (answer->status / 100 == 4)
        return std::nullopt;
    const auto body = nlohmann::json::parse(answer->body);
    if (body.at("status") != "success" || body.at("data").at("resultType") != "vector")
        throw std::runtime_error("not an instant vector: " + answer->body);
    std::vector<answered_sample> samples;
    for (const auto& sent : body.at("data").at("result")) {
        answered_sample sample{.labels = {}, .value = sent.at("value").at(1).get<std::string>()};
        for (const auto& [name, value] : sent.at("metric").items())
            sample.labels.emplace_back(name, value.get<std::string>());
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace barograph::test
