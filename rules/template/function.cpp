#include "rules/template/function.hpp"

#include "rules/template/comparison.hpp"
#include "rules/template/escaping.hpp"
#include "rules/template/format.hpp"
#include "rules/template/indexing.hpp"

#include <algorithm>
#include <array>

namespace barograph::rules::templates {

namespace {

using arguments = std::span<const value>;

call_result run_not(arguments given) {
    return !is_true(given[0]);
}

call_result run_print(arguments given) {
    return print(given);
}

call_result run_print_line(arguments given) {
    return print_line(given);
}

call_result run_print_formatted(arguments given) {
    auto text = print_formatted(*given[0].as<std::string>(), given.subspan(1));
    if (!text)
        return std::unexpected(call_error{std::move(text.error()), true});
    return *std::move(text);
}

/// A rule's data hold nothing that could be called.
call_result run_call(arguments given) {
    if (given[0].is_absent())
        return std::unexpected(call_error{"call of nil"});
    return std::unexpected(call_error{"non-function of type " + std::string(type_name(given[0]))});
}

/// What the escaping functions work on: all as `print` has it.
std::string text_of(arguments given) {
    std::vector<value> printable(given.begin(), given.end());
    for (auto& one : printable)
        if (one.is_absent())
            one = value("<no value>");
    return print(printable);
}

call_result run_html(arguments given) {
    return escaped_for_html(text_of(given));
}

call_result run_js(arguments given) {
    return escaped_for_javascript(text_of(given));
}

call_result run_urlquery(arguments given) {
    return escaped_for_query(text_of(given));
}

constexpr std::array<function, 19> functions{{
    {.name = "and", .parameters = 1, .variadic = true, .kind = call_kind::all_true},
    {.name = "call", .parameters = 1, .variadic = true, .run = run_call},
    {.name = "eq", .parameters = 1, .variadic = true, .run = run_eq},
    {.name = "ge", .parameters = 2, .variadic = false, .run = run_ge},
    {.name = "gt", .parameters = 2, .variadic = false, .run = run_gt},
    {.name = "html", .parameters = 0, .variadic = true, .run = run_html},
    {.name = "index", .parameters = 1, .variadic = true, .run = run_index},
    {.name = "js", .parameters = 0, .variadic = true, .run = run_js},
    {.name = "le", .parameters = 2, .variadic = false, .run = run_le},
    {.name = "len", .parameters = 1, .variadic = false, .run = run_len},
    {.name = "lt", .parameters = 2, .variadic = false, .run = run_lt},
    {.name = "ne", .parameters = 2, .variadic = false, .run = run_ne},
    {.name = "not", .parameters = 1, .variadic = false, .run = run_not},
    {.name = "or", .parameters = 1, .variadic = true, .kind = call_kind::any_true},
    {.name = "print", .parameters = 0, .variadic = true, .run = run_print},
    {.name = "printf",
     .parameters = 1,
     .variadic = true,
     .first_is_string = true,
     .run = run_print_formatted},
    {.name = "println", .parameters = 0, .variadic = true, .run = run_print_line},
    {.name = "slice", .parameters = 1, .variadic = true, .run = run_slice},
    {.name = "urlquery", .parameters = 0, .variadic = true, .run = run_urlquery},
}};

} // namespace

const function* find_function(std::string_view name) {
    const auto* const found = std::ranges::find(functions, name, &function::name);
    return found == functions.end() ? nullptr : found;
}

} // namespace barograph::rules::templates
