#include "metrics/rule_provider.hpp"

#include "metrics/conversion.hpp"
#include "metrics/fallback.hpp"

namespace barograph::metrics {

namespace {

errc code_of(prometheus::errc code) {
    switch (code) {
    case prometheus::errc::timed_out:
        return errc::timed_out;
    case prometheus::errc::unreachable:
    case prometheus::errc::rejected:
    case prometheus::errc::unavailable:
    case prometheus::errc::malformed:
    case prometheus::errc::too_large:
    case prometheus::errc::partial:
    case prometheus::errc::cancelled:
        return errc::unavailable;
    }
    return errc::internal;
}

} // namespace

std::shared_ptr<const name_list> rule_provider::names() const {
    return discovery_.current()->names();
}

net::awaitable<values_result> rule_provider::values(value_request request) {
    auto told = co_await explain(std::move(request));
    co_return std::move(told.result);
}

net::awaitable<explanation> rule_provider::explain(value_request request) {
    // Held until the end: a relisting meanwhile publishes another one.
    const auto catalogue = discovery_.current();
    const auto* entry = catalogue->find(request.metric);
    if (entry == nullptr) {
        explanation unknown;
        unknown.result = std::unexpected(error{errc::not_found, "the server could not find the metric " +
                                                                    request.metric + " for namespaces"});
        co_return unknown;
    }
    const auto& spec = entry->rule.spec();
    const auto name = "metric " + request.metric + " (rule at " + spec.location + ")";
    auto told = co_await ask(*entry, request, name);
    told.rule_location = spec.location;
    told.series_query = spec.series_query;
    told.metrics_query = spec.metrics_query;
    fall_back(spec, request, name, told);
    co_return told;
}

net::awaitable<std::expected<std::string, error>> rule_provider::query_of(const catalogue_entry& entry,
                                                                          rules::query_request question,
                                                                          net::time_point deadline) {
    using kind = rules::query_error::kind;
    auto promql = entry.rule.query(question);
    if (!promql && promql.error().what == kind::needs_quoted_names) {
        const auto read = co_await quoted_names_.are_read(deadline);
        if (!read) {
            co_return std::unexpected(error{code_of(read.error().code), read.error().message});
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

net::awaitable<explanation> rule_provider::ask(const catalogue_entry& entry, const value_request& request,
                                               const std::string& rule) {
    explanation told;
    told.series = entry.series.value_or("");
    told.backend = api_.where();
    const rules::query_request question{.series = told.series, .ns = request.ns, .labels = request.labels};
    // For whoever reads the explanation; whether the backend takes names in quotes decides the query below.
    auto quoting = question;
    quoting.quoted_names = true;
    if (auto matchers = entry.rule.matchers(quoting)) {
        told.matchers = std::move(*matchers);
    }
    if (!entry.series && entry.rule.uses_series()) {
        // The rule fits no series yet, so its query has no sample either.
        told.result = std::make_shared<const value_list>();
        co_return told;
    }
    auto promql = co_await query_of(entry, question, request.deadline);
    if (!promql) {
        promql.error().message.insert(0, rule + ": ");
        told.result = std::unexpected(std::move(promql.error()));
        co_return told;
    }
    told.promql = *promql;
    auto answer = co_await api_.query(std::move(*promql), request.deadline);
    if (!answer) {
        told.result =
            std::unexpected(error{code_of(answer.error().code), rule + ": " + answer.error().message});
        co_return told;
    }
    auto converted = to_values(request.metric, *answer, rule, entry.rule.spec().fallback.on_non_finite);
    for (auto& sample : answer->samples) {
        told.samples.push_back(
            {.labels = std::move(sample.labels),
             .timestamp = sample.timestamp,
             .value = sample.is_histogram ? "a native histogram" : std::move(sample.value)});
    }
    if (!converted) {
        told.result = std::unexpected(std::move(converted.error()));
        co_return told;
    }
    told.result = std::make_shared<const value_list>(std::move(converted->values));
    if (!converted->odd_sample.empty()) {
        const bool drops = entry.rule.spec().fallback.on_non_finite.what == rules::substitute::kind::drop;
        told.instead =
            substitution{.what = drops ? "drop" : "value", .because = std::move(converted->odd_sample)};
    }
    co_return told;
}

void rule_provider::fall_back(const rules::rule_spec& rule, const value_request& request,
                              const std::string& name, explanation& told) {
    const auto selector = rules::to_string(request.labels);
    // None of the parts can hold a NUL. The rule is one of them: a value of another is no value of this one.
    const std::string separator(1, '\0');
    const auto question = rule.series_query + separator + rule.metrics_query + separator + request.metric +
                          separator + request.ns + separator + selector;
    const auto now = clock_.monotonic();
    auto decided = apply(rule.fallback, request.metric, std::move(told.result), last_good_.find(question),
                         now, clock_.wall());
    told.result = std::move(decided.result);
    if (decided.instead) {
        told.instead = std::move(decided.instead);
    } else if (told.result && !told.instead && !(*told.result)->empty() && rule.fallback.holds()) {
        // An answer of which a sample was dropped or replaced is told, but is not good enough to be held.
        last_good_.remember(question, {.values = *told.result, .when = now});
    }
    const auto what = name + " in namespace " + request.ns + "{" + selector + "}";
    if (told.instead) {
        instruments_.count_fallback(told.instead->what);
        substituted_.failed(what, "answered by the rule's fallback (" + std::string(told.instead->what) +
                                      "): " + told.instead->because);
    } else if (told.result) {
        substituted_.works(what);
    }
}

} // namespace barograph::metrics
