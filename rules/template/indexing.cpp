#include "rules/template/indexing.hpp"

#include <array>
#include <concepts>

namespace barograph::rules::templates {

namespace {

std::unexpected<call_error> wrong_type(std::string message) {
    return std::unexpected(call_error{std::move(message)});
}

std::unexpected<call_error> wrong_content(std::string message) {
    return std::unexpected(call_error{std::move(message), true});
}

std::string name(const value& of) {
    return std::string(type_name(of));
}

/// A position from 0 to `limit`.
std::expected<std::size_t, call_error> position(const value& index, std::size_t limit) {
    const auto number = as_integer(index);
    if (!number)
        return wrong_type("cannot index slice/array with " +
                          (index.is_absent() ? "nil" : "type " + name(index)));
    const auto at = static_cast<std::uint64_t>(*number); // of a negative one a huge one
    if (at > limit)
        return wrong_content("index out of range: " + std::to_string(*number));
    return at;
}

template <typename T>
call_result item_at(const T& items, const value& index) {
    const auto at = position(index, items.size());
    if (!at)
        return std::unexpected(at.error());
    if (*at == items.size())
        return wrong_content("index out of range: " + std::to_string(*at));
    if constexpr (std::same_as<T, std::string>)
        return value(static_cast<std::uint8_t>(items[*at]));
    else
        return value(items[*at]);
}

call_result item_of(const text_map& map, const value& index) {
    const auto* const key = index.as<std::string>();
    if (key == nullptr)
        return wrong_type(index.is_absent() ? "value is nil; should be of type string"
                                            : "value has type " + name(index) + "; should be string");
    const auto found = map.entries->find(*key);
    return found == map.entries->end() ? map.any_other.value_or("") : found->second;
}

call_result item(const value& of, const value& index) {
    if (const auto* const map = of.as<text_map>())
        return item_of(*map, index);
    if (const auto* const text = of.as<std::string>())
        return item_at(*text, index);
    if (const auto* const list = of.as<text_list>())
        return item_at(*list, index);
    return wrong_type("can't index item of type " + name(of));
}

} // namespace

call_result run_index(std::span<const value> arguments) {
    if (arguments[0].is_absent())
        return wrong_type("index of untyped nil");
    call_result found = arguments[0];
    for (const auto& index : arguments.subspan(1)) {
        found = item(*found, index);
        if (!found)
            break;
    }
    return found;
}

call_result run_slice(std::span<const value> arguments) {
    const auto& sliced = arguments[0];
    const auto bounds = arguments.subspan(1);
    const auto* const text = sliced.as<std::string>();
    const auto* const list = sliced.as<text_list>();
    if (sliced.is_absent())
        return wrong_type("slice of untyped nil");
    if (bounds.size() > 3)
        return wrong_type("too many slice indexes: " + std::to_string(bounds.size()));
    if (text == nullptr && list == nullptr)
        return wrong_type("can't slice item of type " + name(sliced));
    if (text != nullptr && bounds.size() == 3)
        return wrong_type("cannot 3-index slice a string");
    const auto size = text != nullptr ? text->size() : list->size();
    std::array<std::size_t, 3> at{0, size, size};
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const auto bound = position(bounds[i], size);
        if (!bound)
            return std::unexpected(bound.error());
        at[i] = *bound;
    }
    for (std::size_t i = 0; i < 2; ++i)
        if (at[i] > at[i + 1])
            return wrong_content("invalid slice index: " + std::to_string(at[i]) + " > " +
                                 std::to_string(at[i + 1]));
    if (text != nullptr)
        return text->substr(at[0], at[1] - at[0]);
    const auto first = list->begin();
    return text_list(first + static_cast<std::ptrdiff_t>(at[0]), first + static_cast<std::ptrdiff_t>(at[1]));
}

call_result run_len(std::span<const value> arguments) {
    const auto length = [](std::size_t size) { return value(static_cast<std::int64_t>(size)); };
    if (const auto* const text = arguments[0].as<std::string>())
        return length(text->size());
    if (const auto* const list = arguments[0].as<text_list>())
        return length(list->size());
    if (const auto* const map = arguments[0].as<text_map>())
        return length(map->entries->size());
    return wrong_type("len of type " + name(arguments[0]));
}

} // namespace barograph::rules::templates
