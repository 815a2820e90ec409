#pragma once
#include "metrics/error.hpp"
#include "metrics/external_value.hpp"
#include "net/asio.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How a value came about, step by step. Plain values.
namespace barograph::metrics {

using values_result = std::expected<std::shared_ptr<const value_list>, error>;

/// What was put in the place of an answer, as the rule's author asked for.
struct substitution {
    std::string_view what;                  ///< `hold`, `value` or `drop`; static text
    std::string because;                    ///< one sentence; the same as long as the cause is
    std::chrono::seconds age{0};            ///< of what is held
    std::optional<net::time_point> until{}; ///< how long what is held may be told
};

/// What whoever asks is told meanwhile without a query, and how often that is.
struct memory_state {
    std::shared_ptr<const value_list> values{};             ///< null: nothing that may be told now
    std::chrono::milliseconds age{0};                       ///< since the query for them was sent
    std::optional<std::chrono::milliseconds> asked_every{}; ///< none: not learnt yet, or no longer asked
};

/// A sample as Prometheus sent it.
struct explained_sample {
    std::vector<std::pair<std::string, std::string>> labels;
    std::int64_t timestamp = 0; ///< Unix time, seconds
    std::string value;
};

/// One answer with everything that led to it. What was not come to is empty.
struct explanation {
    std::string rule_location;
    std::string series_query;
    std::string metrics_query;
    std::string series;   ///< what `<<.Series>>` stands for
    std::string matchers; ///< what `<<.LabelMatchers>>` stands for
    std::string promql;
    std::string backend;
    std::vector<explained_sample> samples;
    values_result result = std::unexpected(error{errc::internal, "not asked"});
    std::optional<substitution> instead; ///< set when the result is not what Prometheus said
    std::optional<memory_state> memory;  ///< set when the question was asked before
};

} // namespace barograph::metrics
