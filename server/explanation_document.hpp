#pragma once
#include "metrics/provider.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace barograph::server {

/// How the answer to one question came about, as JSON: an extension of the API, asked for with
/// `?explain=true`. Members: `metric`, `namespace`, `selector`; `rule` (`location`, `seriesQuery`,
/// `metricsQuery`), `series`, `labelMatchers`, `query`, `prometheus`; `samples` as Prometheus sent them; then
/// either `values` (items of an ExternalMetricValueList) or `error` (a Status); and `fallback` (`what`,
/// `because`, `ageSeconds`) where the rule's author had something else told. What was not come to is absent.
nlohmann::ordered_json explanation_object(const std::string& metric, const std::string& ns,
                                          const std::string& selector, const metrics::explanation& told);

} // namespace barograph::server
