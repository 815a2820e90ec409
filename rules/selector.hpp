#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// Kubernetes label selectors: what they are, their text, and its grammar. Follows
/// k8s.io/apimachinery/pkg/labels, whose error texts clients see, so they are the same here. All types are
/// plain values; all functions are pure.
namespace barograph::rules {

enum class selector_operator {
    equals,
    double_equals,
    not_equals,
    in,
    not_in,
    exists,
    does_not_exist,
    greater_than,
    less_than,
};

/// One condition on one label. Values are sorted by byte and unique; `exists` and `does_not_exist` have none.
struct requirement {
    std::string key;
    selector_operator op{};
    std::vector<std::string> values;

    bool operator==(const requirement&) const = default;
};

/// All requirements must hold; none at all selects everything. Sorted by key; those on one key keep their
/// written order.
struct selector {
    std::vector<requirement> requirements;

    bool operator==(const selector&) const = default;
};

/// Reads the text of a `labelSelector`. The error is Kubernetes' own sentence, for example
/// "unable to parse requirement: found '=', expected: identifier". Unlike there, a NUL byte is an error.
[[nodiscard]] std::expected<selector, std::string> parse_selector(std::string_view text);

/// A requirement whose key and values are checked as Kubernetes checks them; values are sorted and made
/// unique.
[[nodiscard]] std::expected<requirement, std::string> make_requirement(std::string key, selector_operator op,
                                                                       std::vector<std::string> values);

/// The operator as Kubernetes' API spells it: = == != in notin exists ! gt lt.
[[nodiscard]] std::string_view to_string(selector_operator op);

/// The normal form, which `parse_selector` reads back to an equal selector.
[[nodiscard]] std::string to_string(const selector& selector);

} // namespace barograph::rules
