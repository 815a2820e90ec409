#include "server/encoding.hpp"

#include <benchmark/benchmark.h>
#include <cstddef>
#include <string>
#include <utility>

/// From values to the body of an answer.
namespace barograph::server {

namespace {

metrics::value_list values(std::size_t count) {
    metrics::value_list result;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::pair<std::string, std::string>> labels{{"namespace", "shop"},
                                                                {"queue", "orders-" + std::to_string(i)}};
        result.push_back({.metric_name = "queue_depth",
                          .labels = std::move(labels),
                          .timestamp = 1'732'290'000,
                          .milli = static_cast<std::int64_t>(i) * 1250});
    }
    return result;
}

void encode_values(benchmark::State& state, media_type type) {
    const auto list = values(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(encode(list, representation{.type = type}));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(encode_values, json, media_type::json)->Arg(1)->Arg(100);
BENCHMARK_CAPTURE(encode_values, protobuf, media_type::protobuf)->Arg(1)->Arg(100);

} // namespace

} // namespace barograph::server
