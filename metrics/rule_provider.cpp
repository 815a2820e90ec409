#include "metrics/rule_provider.hpp"

#include "metrics/conversion.hpp"

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

net::awaitable<std::expected<std::shared_ptr<const value_list>, error>>
rule_provider::values(value_request request) {
    // Held until the end: a relisting meanwhile publishes another one.
    const auto catalogue = discovery_.current();
    const auto* entry = catalogue->find(request.metric);
    if (entry == nullptr) {
        co_return std::unexpected(error{errc::not_found, "the server could not find the metric " +
                                                             request.metric + " for namespaces"});
    }
    const auto rule = "metric " + request.metric + " (rule at " + entry->rule.spec().location + ")";
    if (!entry->series && entry->rule.uses_series()) {
        // The rule fits no series yet, so its query has no sample either.
        co_return std::make_shared<const value_list>();
    }
    const std::string series = entry->series.value_or("");
    const rules::query_request question{.series = series, .ns = request.ns, .labels = request.labels};
    auto promql = entry->rule.query(question);
    if (!promql) {
        const auto code =
            promql.error().what == rules::query_error::kind::bad_request ? errc::bad_request : errc::internal;
        co_return std::unexpected(error{code, rule + ": " + promql.error().message});
    }
    auto answer = co_await api_.query(std::move(*promql), request.deadline);
    if (!answer) {
        co_return std::unexpected(error{code_of(answer.error().code), rule + ": " + answer.error().message});
    }
    auto values = to_values(request.metric, *answer, rule);
    if (!values) {
        co_return std::unexpected(std::move(values.error()));
    }
    co_return std::make_shared<const value_list>(std::move(*values));
}

} // namespace barograph::metrics
