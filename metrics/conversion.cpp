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

error refusal_of(const prometheus::sample& sample, rules::quantity_error why, const std::string& rule) {
    const auto code = why == rules::quantity_error::not_a_number ? errc::bad_value : errc::not_finite;
    return {code, rule + " gave " + series_text(sample) + " the value " +
                      sample.value.substr(0, longest_series) + ", " + reason(why)};
}

std::expected<std::int64_t, error> milli_of(const prometheus::sample& sample, const std::string& rule) {
    if (sample.is_histogram) {
        return std::unexpected(error{errc::bad_value, rule + " gave " + series_text(sample) +
                                                          " a native histogram, which is no number"});
    }
    const auto milli = rules::parse_milli(sample.value);
    if (!milli) {
        return std::unexpected(refusal_of(sample, milli.error(), rule));
    }
    return *milli;
}

external_value value_of(const std::string& name, const prometheus::sample& sample, bool has_labels,
                        std::int64_t milli) {
    external_value value{
        .metric_name = name, .labels = std::nullopt, .timestamp = sample.timestamp, .milli = milli};
    if (has_labels) {
        auto& labels = value.labels.emplace(sample.labels);
        std::ranges::sort(labels);
    }
    return value;
}

} // namespace

std::expected<conversion, error> to_values(const std::string& name, const prometheus::query_result& result,
                                           const std::string& rule, const rules::substitute& on_non_finite) {
    using prometheus::result_type;
    using kind = rules::substitute::kind;
    if (result.type == result_type::string || result.type == result_type::matrix) {
        const auto* type = result.type == result_type::string ? "a string" : "a range vector";
        return std::unexpected(
            error{errc::bad_value, rule + " gave " + type + "; expected an instant vector or a scalar"});
    }
    const bool mends = on_non_finite.what == kind::drop || on_non_finite.what == kind::value;
    conversion made;
    made.values.reserve(result.samples.size());
    for (const auto& sample : result.samples) {
        auto milli = milli_of(sample, rule);
        if (!milli && !(mends && milli.error().code == errc::not_finite)) {
            return std::unexpected(std::move(milli.error()));
        }
        if (!milli) {
            if (made.odd_sample.empty()) {
                made.odd_sample = std::move(milli.error().message);
            }
            if (on_non_finite.what == kind::drop) {
                continue;
            }
            milli = on_non_finite.milli;
        }
        made.values.push_back(value_of(name, sample, result.type == result_type::vector, *milli));
    }
    return made;
}

} // namespace barograph::metrics
