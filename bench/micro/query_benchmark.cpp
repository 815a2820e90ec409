#include "rules/rule.hpp"

#include <benchmark/benchmark.h>
#include <stdexcept>
#include <string>
#include <string_view>

/// From what a request asks to PromQL.
namespace barograph::rules {

namespace {

constexpr std::string_view equality = "queue=orders";
constexpr std::string_view every_operator =
    "queue in (orders,returns),broker!=b1,tier notin (x,y),app,!canary";

rule compiled(std::string metrics_query) {
    rule_spec spec{.series_query = "queue_depth",
                   .resources = {.overrides = {{"namespace", {.group = "", .resource = "namespace"}}}},
                   .name = {.as = "queue_depth"},
                   .metrics_query = std::move(metrics_query)};
    auto result = rule::compile(std::move(spec));
    if (!result) {
        throw std::logic_error("a rule of the benchmark is invalid");
    }
    return *std::move(result);
}

void parse(benchmark::State& state, std::string_view text) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(parse_selector(text));
    }
}

BENCHMARK_CAPTURE(parse, equality, equality);
BENCHMARK_CAPTURE(parse, every_operator, every_operator);

// The selector is read before: the template and the matchers alone.
void query(benchmark::State& state, const char* metrics_query, std::string_view text) {
    const auto tested = compiled(metrics_query);
    const auto labels = parse_selector(text).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(tested.query({.series = "queue_depth", .ns = "shop", .labels = labels}));
    }
}

constexpr const char* plain = "sum(<<.Series>>{<<.LabelMatchers>>})";
constexpr const char* with_pipeline =
    "sum(rate(<<.Series>>{<<.LabelMatchers>>}[<<if .LabelValuesByName>>5m<<else>>1m<<end>>]))";
BENCHMARK_CAPTURE(query, plain_equality, plain, equality);
BENCHMARK_CAPTURE(query, plain_every_operator, plain, every_operator);
BENCHMARK_CAPTURE(query, evaluated_equality, with_pipeline, equality);

void selector_to_promql(benchmark::State& state, std::string_view text) {
    const auto tested = compiled(plain);
    for (auto _ : state) {
        const auto labels = parse_selector(text).value();
        benchmark::DoNotOptimize(tested.query({.series = "queue_depth", .ns = "shop", .labels = labels}));
    }
}

BENCHMARK_CAPTURE(selector_to_promql, equality, equality);
BENCHMARK_CAPTURE(selector_to_promql, every_operator, every_operator);

void compile(benchmark::State& state, const char* metrics_query) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(compiled(metrics_query));
    }
}

BENCHMARK_CAPTURE(compile, plain, plain);

} // namespace

} // namespace barograph::rules
