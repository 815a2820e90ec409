#pragma once
#include <string>
#include <string_view>

/// html, js and urlquery, as text/template escapes.
namespace barograph::rules::templates {

[[nodiscard]] std::string escaped_for_html(std::string_view text);
[[nodiscard]] std::string escaped_for_javascript(std::string_view text);

/// For one value of a URL's query: a space becomes a plus.
[[nodiscard]] std::string escaped_for_query(std::string_view text);

} // namespace barograph::rules::templates
