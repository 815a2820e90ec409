#pragma once
#include <string>
#include <string_view>

/// What Kubernetes accepts as a label key and a label value (k8s.io/apimachinery/pkg/util/validation).
namespace barograph::rules {

/// Why `key` is no qualified name (`name` or `prefix/name`), several reasons joined by "; ". Empty: it is
/// one.
[[nodiscard]] std::string label_key_faults(std::string_view key);

/// Why `value` is no label value, several reasons joined by "; ". Empty: it is one.
[[nodiscard]] std::string label_value_faults(std::string_view value);

} // namespace barograph::rules
