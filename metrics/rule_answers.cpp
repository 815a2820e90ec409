#include "metrics/rule_answers.hpp"

#include "metrics/conversion.hpp"
#include "metrics/fallback.hpp"

#include <utility>

namespace barograph::metrics {

namespace {

errc code_of(prometheus::errc code) {
    switch (code) {
    case prometheus::errc::timed_out:
        return errc::timed_out;
    case prometheus::errc::unreachable:
    case prometheus::errc::rejected:
    case prometheus::errc::unavailable:
    case prometheus::errc::limited:
    case prometheus::errc::malformed:
    case prometheus::errc::too_large:
    case prometheus::errc::partial:
    case prometheus::errc::cancelled:
        return errc::unavailable;
    }
    return errc::internal;
}

error of_backend(const prometheus::error& failure) {
    return {.code = code_of(failure.code), .message = failure.message, .shared = shared_cause(failure.code)};
}

rules::query_request question_of(const prepared_query& asked) {
    const std::string_view series = asked.entry.series ? std::string_view(*asked.entry.series) : "";
    return {.series = series, .ns = asked.ns, .labels = asked.labels};
}

} // namespace

std::string prepared_query::name() const {
    return "metric " + metric + " (rule at " + entry.rule.spec().location + ")";
}

error unknown_metric(const std::string& metric) {
    return {errc::not_found, "the server could not find the metric " + metric + " for namespaces"};
}

net::awaitable<std::expected<prepared_query, explanation>> rule_answers::prepare(const catalogue_entry& entry,
                                                                                 value_request request) {
    prepared_query asked{.entry = entry,
                         .metric = std::move(request.metric),
                         .ns = std::move(request.ns),
                         .labels = std::move(request.labels),
                         .promql = {}};
    if (!entry.series && entry.rule.uses_series()) {
        // The rule fits no series yet, so its query has no sample either.
        auto told = begin(asked);
        told.result = std::make_shared<const value_list>();
        fall_back(asked, clock_.monotonic(), told);
        co_return std::unexpected(std::move(told));
    }
    auto promql = co_await query_of(asked.entry, question_of(asked), request.deadline);
    if (!promql) {
        promql.error().message.insert(0, asked.name() + ": ");
        auto told = begin(asked);
        told.result = std::unexpected(std::move(promql.error()));
        fall_back(asked, clock_.monotonic(), told);
        co_return std::unexpected(std::move(told));
    }
    asked.promql = std::move(*promql);
    co_return asked;
}

net::awaitable<std::expected<std::string, error>> rule_answers::query_of(const catalogue_entry& entry,
                                                                         rules::query_request question,
                                                                         net::time_point deadline) {
    using kind = rules::query_error::kind;
    auto promql = entry.rule.query(question);
    if (!promql && promql.error().what == kind::needs_quoted_names) {
        const auto read = co_await quoted_names_.are_read(deadline);
        if (!read) {
            co_return std::unexpected(of_backend(read.error()));
        }
        if (*read) {
            question.quoted_names = true;
            promql = entry.rule.query(question);
        }
    }
    if (promql) {
        co_return std::move(*promql);
    }
    const auto code = promql.error().what == kind::internal ? errc::internal : errc::bad_request;
    co_return std::unexpected(error{code, std::move(promql.error().message)});
}

explanation rule_answers::begin(const prepared_query& asked) const {
    const auto& spec = asked.entry.rule.spec();
    explanation told;
    told.rule_location = spec.location;
    told.series_query = spec.series_query;
    told.metrics_query = spec.metrics_query;
    told.series = asked.entry.series.value_or("");
    told.promql = asked.promql;
    told.backend = api_.where();
    // For whoever reads the explanation; whether the backend takes names in quotes decided the query.
    auto quoting = question_of(asked);
    quoting.quoted_names = true;
    if (auto matchers = asked.entry.rule.matchers(quoting)) {
        told.matchers = std::move(*matchers);
    }
    return told;
}

explanation rule_answers::conclude(const prepared_query& asked, net::time_point queried,
                                   std::expected<prometheus::query_result, prometheus::error> answer) {
    auto told = begin(asked);
    const auto name = asked.name();
    const auto& on_non_finite = asked.entry.rule.spec().fallback.on_non_finite;
    if (!answer) {
        auto failure = of_backend(answer.error());
        failure.message.insert(0, name + ": ");
        told.result = std::unexpected(std::move(failure));
        fall_back(asked, queried, told);
        return told;
    }
    auto converted = to_values(asked.metric, *answer, name, on_non_finite);
    for (auto& sample : answer->samples) {
        told.samples.push_back(
            {.labels = std::move(sample.labels),
             .timestamp = sample.timestamp,
             .value = sample.is_histogram ? "a native histogram" : std::move(sample.value)});
    }
    if (!converted) {
        told.result = std::unexpected(std::move(converted.error()));
    } else {
        told.result = std::make_shared<const value_list>(std::move(converted->values));
        if (!converted->odd_sample.empty()) {
            const bool drops = on_non_finite.what == rules::substitute::kind::drop;
            told.instead =
                substitution{.what = drops ? "drop" : "value", .because = std::move(converted->odd_sample)};
        }
    }
    fall_back(asked, queried, told);
    return told;
}

void rule_answers::fall_back(const prepared_query& asked, net::time_point queried, explanation& told) {
    const auto& rule = asked.entry.rule.spec();
    const auto selector = rules::to_string(asked.labels);
    // None of the parts can hold a NUL. The rule is one of them: a value of another is no value of this one.
    const std::string separator(1, '\0');
    const auto question = rule.series_query + separator + rule.metrics_query + separator + asked.metric +
                          separator + asked.ns + separator + selector;
    const auto shared = told.result ? std::string_view() : told.result.error().shared;
    auto decided = apply(rule.fallback, asked.metric, std::move(told.result), last_good_.find(question),
                         clock_.monotonic(), clock_.wall());
    told.result = std::move(decided.result);
    if (decided.instead) {
        told.instead = std::move(decided.instead);
    } else if (told.result && !told.instead && !(*told.result)->empty() && rule.fallback.holds()) {
        // An answer of which a sample was dropped or replaced is told, but is not good enough to be held.
        last_good_.remember(question, {.values = *told.result, .when = queried});
    }
    const auto what = asked.name() + " in namespace " + asked.ns + "{" + selector + "}";
    if (told.instead) {
        instruments_.count_fallback(told.instead->what);
        substituted_.failed(what,
                            "answered by the rule's fallback (" + std::string(told.instead->what) +
                                "): " + told.instead->because,
                            shared);
    } else if (told.result) {
        substituted_.works(what);
    }
}

} // namespace barograph::metrics
