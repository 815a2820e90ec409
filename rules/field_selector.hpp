#pragma once
#include <string>
#include <string_view>

/// Kubernetes field selectors (k8s.io/apimachinery/pkg/fields). External metrics have no fields to select by,
/// so only the syntax matters.
namespace barograph::rules {

/// Kubernetes' own sentence on what is wrong with `text`; empty if it parses.
[[nodiscard]] std::string field_selector_fault(std::string_view text);

} // namespace barograph::rules
