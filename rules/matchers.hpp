#pragma once
#include "rules/query_error.hpp"
#include "rules/selector.hpp"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// From a label selector to PromQL matchers, in prometheus-adapter's order: the selector's, then the
/// namespace.
namespace barograph::rules {

/// The label that a rule's namespace goes to, and the namespace.
struct namespace_matcher {
    std::string_view label;
    std::string_view value;
};

/// Why `labels` cannot be asked of Prometheus at all: it has operators that PromQL lacks.
[[nodiscard]] std::optional<query_error> unsupported_operator(const selector& labels);

/// The text between the braces, `a="b",c=~"d|e",namespace="x"`. Values of sets are escaped for RE2, and every
/// value is a PromQL string, so that none can change what the matchers say. A label that PromQL takes only in
/// quotes is an error unless `quoted_names`: then it is quoted.
[[nodiscard]] std::expected<std::string, query_error>
label_matchers(const selector& labels, const std::optional<namespace_matcher>& ns, bool quoted_names);

/// What `.LabelValuesByName` holds: each label's values as written, joined by `|`; of several requirements on
/// one label the last counts.
[[nodiscard]] std::map<std::string, std::string> label_values(const selector& labels,
                                                              const std::optional<namespace_matcher>& ns);

} // namespace barograph::rules
