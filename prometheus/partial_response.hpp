#pragma once
#include <string_view>

namespace barograph::prometheus {

/// Whether a warning says that the answer lacks data: a Thanos store, a federated Prometheus or a remote-read
/// source that did not answer. Other warnings (PromQL's advice about a query, for one) do not make a value
/// wrong. Source: the texts of Thanos' store proxy and of Prometheus' fan-out and remote-read storage.
bool tells_partial_response(std::string_view warning);

} // namespace barograph::prometheus
