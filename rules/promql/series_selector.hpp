#pragma once
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// PromQL's vector selector, which is what `seriesQuery` and `match[]` are: `name`, `name{a="b",c=~"d.*"}`,
/// `{__name__=~"x_.*"}`, `{"name in quotes"}`.
namespace barograph::rules::promql {

enum class match_kind { equal, not_equal, regex, not_regex };

struct label_matcher {
    std::string label;
    match_kind kind;
    std::string value;

    bool operator==(const label_matcher&) const = default;
};

struct series_selector {
    std::optional<std::string> name;     ///< the series name, if it is fixed, in whichever way it is written
    std::vector<label_matcher> matchers; ///< all of them but the one that fixes the name
};

struct selector_fault {
    std::string message; ///< what is wrong; what is expected
    std::size_t offset;  ///< byte in the text
};

/// Checks all that Prometheus checks: syntax, regular expressions, and that some matcher does not match the
/// empty value.
[[nodiscard]] std::expected<series_selector, selector_fault> parse_series_selector(std::string_view text);

} // namespace barograph::rules::promql
