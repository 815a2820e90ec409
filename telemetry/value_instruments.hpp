#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <chrono>
#include <cstddef>

namespace barograph::telemetry {

/// Where the answer to an ask came from.
enum class value_source { memory, query, none };

/// What a query to Prometheus was for.
enum class query_purpose { ask, refresh };

/// How the values of metrics come about: from memory or by queries, how old they are, and how many questions
/// are kept. Thread-safe; `registry` must outlive it.
class value_instruments {
public:
    explicit value_instruments(::prometheus::Registry& registry);

    /// One ask: `barograph_value_asks_total{source="memory|query|none"}`, and how old its values are since
    /// their query was sent: `barograph_value_age_seconds`. Allocates nothing.
    void answered(value_source source, std::chrono::nanoseconds age);
    /// One ask that got an error.
    void failed();

    /// One query: `barograph_value_queries_total{purpose="ask|refresh",merged="true|false"}`, and for how
    /// many questions: `barograph_value_query_keys`.
    void queried(query_purpose purpose, bool merged, std::size_t keys);

    /// `barograph_value_keys{state="known|live"}`: questions whose asks are remembered, and those of them
    /// that are refreshed.
    void set_keys(std::size_t known, std::size_t live);

private:
    std::array<::prometheus::Counter*, 3> asks_{};
    ::prometheus::Histogram& age_;
    std::array<::prometheus::Counter*, 4> queries_{};
    ::prometheus::Histogram& keys_of_query_;
    ::prometheus::Gauge* known_ = nullptr;
    ::prometheus::Gauge* live_ = nullptr;
};

} // namespace barograph::telemetry
