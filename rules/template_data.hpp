#pragma once
#include "rules/query_template.hpp"
#include "rules/template/value.hpp"

#include <string>
#include <string_view>

/// What the templates of a rule see, with the names that prometheus-adapter gives it.
namespace barograph::rules {

/// The data of metricsQuery: .Series, .LabelMatchers, .LabelValuesByName, .GroupBy and .GroupBySlice; the
/// last two are always empty for external metrics.
[[nodiscard]] templates::value query_template_data(std::string_view series, const query_data& data);

/// Data that stand for all other ones: nothing is empty, and every label is known.
[[nodiscard]] templates::value representative_query_data();

/// The data of resources.template: .Group and .Resource, and the methods of Go's schema.GroupResource.
[[nodiscard]] templates::value resource_template_data(std::string_view group, std::string_view resource);

} // namespace barograph::rules
