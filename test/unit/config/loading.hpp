#pragma once
#include "config/configuration.hpp"
#include "rules/rule_spec.hpp"

#include <string>
#include <string_view>

/// Loading texts in tests, with what was said about them as lines that read like the program's output.
namespace barograph::test {

/// The errors of a text that must be refused, one line each, under the file name `f`.
std::string refusal_of(std::string_view yaml);

/// A text that must load.
config::configuration loaded(std::string_view yaml);

/// The warnings and notes of a text that must load, one line each.
std::string warnings_of(std::string_view yaml);

/// The only external rule of a text that must load.
rules::rule_spec only_rule(std::string_view yaml);

/// A file with one valid rule and these lines below it, each indented by two spaces in `lines`.
std::string rule_with(std::string_view lines);

} // namespace barograph::test
