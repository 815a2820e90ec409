#include "rules/template/comparison.hpp"

#include "rules/template/format.hpp"

#include <algorithm>

namespace barograph::rules::templates {

namespace {

using result = std::expected<bool, call_error>;

std::unexpected<call_error> fail(std::string message) {
    return std::unexpected(call_error{std::move(message)});
}

enum class basic_kind { none, boolean, integer, floating, complex, string };

struct kind_of {
    basic_kind operator()(bool /*unused*/) const { return basic_kind::boolean; }

    basic_kind operator()(std::int64_t /*unused*/) const { return basic_kind::integer; }

    basic_kind operator()(std::uint8_t /*unused*/) const { return basic_kind::integer; }

    basic_kind operator()(double /*unused*/) const { return basic_kind::floating; }

    basic_kind operator()(std::complex<double> /*unused*/) const { return basic_kind::complex; }

    basic_kind operator()(const std::string& /*unused*/) const { return basic_kind::string; }

    basic_kind operator()(const auto& /*unused*/) const { return basic_kind::none; }
};

basic_kind kind(const value& of) {
    return std::visit(kind_of{}, of.get());
}

std::string printed(const value& of) {
    std::string text;
    append_printed(text, of);
    return text;
}

/// A struct can be compared if all that it holds can.
bool is_comparable(const value& tested) {
    if (const auto* const structure = tested.as<std::shared_ptr<const record>>())
        return std::ranges::all_of((*structure)->fields,
                                   [](const record::field& field) { return is_comparable(*field.content); });
    return tested.as<text_list>() == nullptr && tested.as<text_map>() == nullptr;
}

result equal(const value& a, const value& b);

/// Values of no basic kind: absent ones, lists, maps and structs.
result equal_others(const value& a, const value& b) {
    if (a.is_absent() || b.is_absent())
        return a.is_absent() == b.is_absent();
    if (a.get().index() != b.get().index())
        return fail("non-comparable types " + printed(a) + ": " + std::string(type_name(a)) + ", " +
                    printed(b) + ": " + std::string(type_name(b)));
    if (!is_comparable(b))
        return fail("non-comparable type " + printed(b) + ": " + std::string(type_name(b)));
    const auto& left = **a.as<std::shared_ptr<const record>>();
    const auto& right = **b.as<std::shared_ptr<const record>>();
    if (left.type_name != right.type_name)
        return false;
    for (std::size_t i = 0; i < left.fields.size(); ++i)
        if (const auto same = equal(*left.fields[i].content, *right.fields[i].content); !same || !*same)
            return same;
    return true;
}

result equal(const value& a, const value& b) {
    if (kind(a) != kind(b)) {
        if (a.is_absent() || b.is_absent())
            return false;
        return fail("incompatible types for comparison");
    }
    switch (kind(a)) {
    case basic_kind::none:
        return equal_others(a, b);
    case basic_kind::integer:
        return as_integer(a) == as_integer(b);
    default:
        return std::visit(
            [&]<typename T>(const T& left) -> result {
                if constexpr (std::equality_comparable<T>)
                    return left == *b.as<T>();
                else
                    return false;
            },
            a.get());
    }
}

result less(const value& a, const value& b) {
    if (kind(a) == basic_kind::none || kind(b) == basic_kind::none)
        return fail("invalid type for comparison");
    if (kind(a) != kind(b))
        return fail("incompatible types for comparison");
    switch (kind(a)) {
    case basic_kind::integer:
        return as_integer(a) < as_integer(b);
    case basic_kind::floating:
        return *a.as<double>() < *b.as<double>();
    case basic_kind::string:
        return *a.as<std::string>() < *b.as<std::string>();
    default:
        return fail("invalid type for comparison");
    }
}

result less_or_equal(const value& a, const value& b) {
    const auto is_less = less(a, b);
    return !is_less || *is_less ? is_less : equal(a, b);
}

call_result as_value(const result& compared, bool negated = false) {
    if (!compared)
        return std::unexpected(compared.error());
    return *compared != negated;
}

} // namespace

call_result run_eq(std::span<const value> arguments) {
    if (arguments.size() == 1)
        return fail("missing argument for comparison");
    const auto candidates = arguments.subspan(1);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto same = equal(arguments[0], candidates[i]);
        if (!same)
            same.error().of_content = i > 0; // an earlier candidate could have been equal
        if (!same || *same)
            return as_value(same);
    }
    return false;
}

call_result run_ne(std::span<const value> arguments) {
    return as_value(equal(arguments[0], arguments[1]), true);
}

call_result run_lt(std::span<const value> arguments) {
    return as_value(less(arguments[0], arguments[1]));
}

call_result run_le(std::span<const value> arguments) {
    return as_value(less_or_equal(arguments[0], arguments[1]));
}

call_result run_gt(std::span<const value> arguments) {
    return as_value(less_or_equal(arguments[0], arguments[1]), true);
}

call_result run_ge(std::span<const value> arguments) {
    return as_value(less(arguments[0], arguments[1]), true);
}

} // namespace barograph::rules::templates
