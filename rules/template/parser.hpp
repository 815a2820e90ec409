#pragma once
#include "rules/template/failure.hpp"
#include "rules/template/node.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace barograph::rules::templates {

/// Parses a template as Go's text/template does, but with the delimiters << and >>. `name` is what the
/// template can be called by from inside itself.
[[nodiscard]] std::expected<tree, failure> parse(std::string_view text, std::string name);

} // namespace barograph::rules::templates
