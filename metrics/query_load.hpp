#pragma once
#include "metrics/query_group.hpp"
#include "prometheus/query_result.hpp"
#include "rules/merging/merge_chunks.hpp"
#include "rules/merging/merged_query.hpp"
#include "telemetry/value_instruments.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What goes to Prometheus as one query, and how its answer is shared out.
namespace barograph::metrics {

/// One query and those whom it answers. Of the io_context's thread.
struct query_load {
    std::shared_ptr<query_group> group;
    /// By PromQL: those of one entry ask the same. More than one entry only with `merged`.
    std::vector<std::vector<passenger>> queries;
    std::optional<rules::merged_query> merged;

    [[nodiscard]] const std::string& promql() const;
    [[nodiscard]] std::size_t passengers() const;
    /// Whether anybody waits for it.
    [[nodiscard]] telemetry::query_purpose purpose() const;
};

/// Parts those who still want an answer into queries: equal ones are one, and with `limits` those that can be
/// merged are. Without, each goes by itself.
[[nodiscard]] std::vector<query_load> loads_of(const std::shared_ptr<query_group>& group,
                                               std::vector<passenger> boarded,
                                               const std::optional<rules::merge_limits>& limits);

/// The answer of a merged query as the single ones would have been answered, in the order of `queries`.
/// Error: one sentence; the answer is not what the merging relies on, and nothing of it may be used.
[[nodiscard]] std::expected<std::vector<prometheus::query_result>, std::string>
separate(const query_load& load, prometheus::query_result whole);

} // namespace barograph::metrics
