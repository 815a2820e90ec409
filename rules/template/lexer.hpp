#pragma once
#include "rules/template/token.hpp"

#include <string_view>
#include <vector>

namespace barograph::rules::templates {

inline constexpr std::string_view left_delimiter = "<<";
inline constexpr std::string_view right_delimiter = ">>";

/// The words of a template, as Go's text/template/parse splits it: comments are gone and trim markers are
/// applied. The last token is `end` or `error`. The tokens are views into `text`.
[[nodiscard]] std::vector<token> tokens_of(std::string_view text);

} // namespace barograph::rules::templates
