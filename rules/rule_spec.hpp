#pragma once
#include "rules/fallback_policy.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// A rule as its author wrote it, with defaults filled in; nothing is compiled or checked yet. The fields are
/// those of prometheus-adapter's configuration (`externalRules`), with its names in snake_case. Plain values:
/// copy and share freely.
namespace barograph::rules {

/// Which discovered series names a rule keeps. Exactly one of the two regular expressions (RE2, unanchored)
/// is set.
struct series_filter_spec {
    std::string is;     ///< the name must match; empty: not set
    std::string is_not; ///< the name must not match; empty: not set

    bool operator==(const series_filter_spec&) const = default;
};

/// A Kubernetes resource as rules name it: `namespace`, or `deployment` in group `apps`.
struct group_resource {
    std::string group; ///< empty for the core group
    std::string resource;

    bool operator==(const group_resource&) const = default;
};

/// How a rule ties series labels to Kubernetes resources. For external metrics only the namespace matters.
struct resources_spec {
    std::string template_text; ///< Go template giving a label name, e.g. `kube_<<.Resource>>`; empty: none
    std::map<std::string, group_resource> overrides; ///< label name to resource
    std::optional<bool> namespaced;                  ///< unset counts as true

    /// False for a rule without `resources`: its namespace is then not turned into a matcher.
    [[nodiscard]] bool present() const {
        return !template_text.empty() || !overrides.empty() || namespaced.has_value();
    }

    bool operator==(const resources_spec&) const = default;
};

/// How a series name becomes a metric name.
struct name_spec {
    std::string matches; ///< RE2, unanchored; empty: `.*`
    std::string as;      ///< Go's Expand syntax (`$1`, `${name}`); empty: the only group, or `$0`

    bool operator==(const name_spec&) const = default;
};

/// One entry of `externalRules` (or of `rules.external` in Helm values).
struct rule_spec {
    std::string series_query; ///< PromQL selector, given to Prometheus as `match[]`
    std::vector<series_filter_spec> series_filters;
    resources_spec resources;
    name_spec name;
    std::string metrics_query; ///< Go template with `<<` `>>` giving PromQL
    fallback_policy fallback;
    std::string location; ///< where it stands, `file:line`; for messages only

    bool operator==(const rule_spec&) const = default;
};

} // namespace barograph::rules
