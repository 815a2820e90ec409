#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A reader of PromQL that shares nothing with the code under test, to see what shape a produced query has.
namespace barograph::test {

struct seen_matcher {
    std::string label;
    std::string op;
    std::string value;

    auto operator<=>(const seen_matcher&) const = default;
};

struct query_shape {
    std::string skeleton; ///< the query without white space, each {…} as `{}`
    std::vector<std::vector<seen_matcher>>
        braces; ///< the matchers of each {…}; a bare "name" is one of `__name__`
};

/// None if the query cannot be read: a string or a brace that does not end, or no matchers in braces.
[[nodiscard]] std::optional<query_shape> shape_of(std::string_view query);

} // namespace barograph::test
