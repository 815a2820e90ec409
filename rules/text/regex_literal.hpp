#pragma once
#include <string>
#include <string_view>

namespace barograph::rules::text {

/// A regular expression of RE2 that matches `value` and nothing else.
[[nodiscard]] std::string regex_literal(std::string_view value);

} // namespace barograph::rules::text
