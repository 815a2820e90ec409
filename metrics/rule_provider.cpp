#include "metrics/rule_provider.hpp"

#include <utility>

namespace barograph::metrics {

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
        unknown.result = std::unexpected(unknown_metric(request.metric));
        co_return unknown;
    }
    const auto deadline = request.deadline;
    auto asked = co_await answers_.prepare(*entry, std::move(request));
    if (!asked) {
        co_return std::move(asked.error());
    }
    const auto queried = clock_.monotonic();
    auto answer = co_await api_.query(asked->promql, deadline);
    co_return answers_.conclude(*asked, queried, std::move(answer));
}

} // namespace barograph::metrics
