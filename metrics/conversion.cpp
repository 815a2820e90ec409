#include "metrics/conversion.hpp"

#include "rules/quantity.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::metrics {

namespace {

constexpr std::size_t longest_series = 200;

// The series as PromQL writes it, for messages.
std::string series_text(const prometheus::sample& sample) {
    std::string name;
    std::string matchers;
    for (const auto& [label, value] : sample.labels) {
        if (label == "__name__") {
            name = value;
        } else {
            matchers += (matchers.empty() ? "" : ",") + label + "=" + rules::text::quoted(value);
        }
    }
    auto text = name + "{" + matchers + "}";
    if (text.size() > longest_series) {
        text.resize(longest_series);
        text += "…";
    }
    return text;
}

std::string reason(rules::quantity_error error) {
    switch (error) {
    case rules::quantity_error::not_finite:
        return "which is not a finite number";
    case rules::quantity_error::too_large:
        return "which is too large for a Kubernetes quantity";
    case rules::quantity_error::not_a_number:
        break;
    }
    return "which is not a number";
}

std::expected<external_value, error> to_value(const std::string& name, const prometheus::sample& sample,
                                              bool has_labels, const std::string& rule) {
    if (sample.is_histogram) {
        return std::unexpected(error{errc::bad_value, rule + " gave " + series_text(sample) +
                                                          " a native histogram, which is no number"});
    }
    const auto milli = rules::parse_milli(sample.value);
    if (!milli) {
        return std::unexpected(error{errc::bad_value, rule + " gave " + series_text(sample) + " the value " +
                                                          sample.value.substr(0, longest_series) + ", " +
                                                          reason(milli.error())});
    }
    external_value value{
        .metric_name = name, .labels = std::nullopt, .timestamp = sample.timestamp, .milli = *milli};
    if (has_labels) {
        auto& labels = value.labels.emplace(sample.labels);
        std::ranges::sort(labels);
    }
    return value;
}

} // namespace

std::expected<value_list, error> to_values(const std::string& name, const prometheus::query_result& result,
                                           const std::string& rule) {
    using prometheus::result_type;
    if (result.type == result_type::string || result.type == result_type::matrix) {
        const auto* type = result.type == result_type::string ? "a string" : "a range vector";
        return std::unexpected(
            error{errc::bad_value, rule + " gave " + type + "; expected an instant vector or a scalar"});
    }
    value_list values;
    values.reserve(result.samples.size());
    for (const auto& sample : result.samples) {
        auto value = to_value(name, sample, result.type == result_type::vector, rule);
        if (!value) {
            return std::unexpected(std::move(value.error()));
        }
        values.push_back(std::move(*value));
    }
    return values;
}

} // namespace barograph::metrics
