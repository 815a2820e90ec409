#include "metrics/conversion.hpp"
#include "prometheus/instant_query.hpp"

#include <benchmark/benchmark.h>
#include <cstddef>
#include <string>

/// From Prometheus' answer to values.
namespace barograph::prometheus {

namespace {

// As Prometheus writes it, for a query grouped by two labels.
net::http_response vector_of(std::size_t samples) {
    std::string body = R"({"status":"success","data":{"resultType":"vector","result":[)";
    for (std::size_t i = 0; i < samples; ++i) {
        const auto number = std::to_string(i);
        body += (i == 0 ? "" : ",");
        body += R"({"metric":{"namespace":"shop","queue":"orders-)" + number +
                R"("},"value":[1732290000.123,")" + number + R"(.25"]})";
    }
    body += "]}}";
    return {.status = 200, .content_type = "application/json", .retry_after = {}, .body = std::move(body)};
}

void decode(benchmark::State& state) {
    const auto response = vector_of(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(decode_instant_query(response, "http://prometheus"));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(response.body.size()));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(decode)->RangeMultiplier(10)->Range(1, 10'000);

void convert(benchmark::State& state) {
    const auto response = vector_of(static_cast<std::size_t>(state.range(0)));
    const auto result = decode_instant_query(response, "http://prometheus").value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(metrics::to_values("queue_depth", result, "rules.yaml:1"));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(convert)->RangeMultiplier(10)->Range(1, 1'000);

} // namespace

} // namespace barograph::prometheus
