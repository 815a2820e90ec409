#pragma once
#include "rules/template/directive.hpp"
#include "rules/template/value.hpp"

#include <string>
#include <string_view>

namespace barograph::rules::templates {

/// Appends `printed` as the format verb `verb` prints it, with the given flags. A verb that does not fit
/// gives Go's own complaint, `%!d(string=x)`.
void append_with_verb(std::string& out, const directive& how, const value& printed, char32_t verb);

} // namespace barograph::rules::templates
