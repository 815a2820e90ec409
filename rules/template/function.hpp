#pragma once
#include "rules/template/value.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>

/// The functions that text/template knows of itself.
namespace barograph::rules::templates {

struct call_error {
    std::string message;
    /// Whether it is what the arguments hold that does not fit, not their types.
    bool of_content = false;
};

using call_result = std::expected<value, call_error>;

/// How the evaluator has to call it.
enum class call_kind {
    ordinary,
    all_true, ///< `and`: the first argument that is false, else the last; later ones are not evaluated
    any_true, ///< `or`: the first argument that is true, else the last; later ones are not evaluated
};

struct function {
    std::string_view name;
    std::size_t parameters; ///< how many there must be; the rest is a list if `variadic`
    bool variadic;
    bool first_is_string = false; ///< the first parameter has Go's type string; the others take anything
    call_kind kind = call_kind::ordinary;
    call_result (*run)(std::span<const value> arguments) = nullptr; ///< of `ordinary` ones
};

/// Null if there is none. Functions live as long as the program.
[[nodiscard]] const function* find_function(std::string_view name);

} // namespace barograph::rules::templates
