#include "rules/query_string.hpp"

#include "rules/field_selector.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/integer.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>
#include <optional>

namespace barograph::rules {

namespace {

using std::unexpected;

std::expected<std::string, std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const auto escape = text.substr(i, 3);
            const auto high = escape.size() == 3 ? text::hex_value(escape[1]) : std::nullopt;
            const auto low = high ? text::hex_value(escape[2]) : std::nullopt;
            if (!low)
                return unexpected("invalid URL escape " + text::quoted(escape) + " in the query string");
            out += static_cast<char>(*high * 16 + *low);
            i += 2;
        }
    }
    if (out.find('\0') != out.npos)
        return unexpected("the query string holds a NUL byte");
    return out;
}

std::optional<std::string_view> first(const query_parameters& parameters, std::string_view name) {
    const auto found = std::ranges::find(parameters, name, &query_parameters::value_type::first);
    if (found == parameters.end())
        return std::nullopt;
    return found->second;
}

/// The sentence of Go's strconv.ParseInt; empty if `text` is an integer.
std::string integer_fault(std::string_view text) {
    const auto number = text::parse_integer(text);
    if (number)
        return {};
    return "strconv.ParseInt: parsing " + text::quoted(text) +
           (number.error() == std::errc::result_out_of_range ? ": value out of range" : ": invalid syntax");
}

} // namespace

std::expected<query_parameters, std::string> parse_query_string(std::string_view raw) {
    query_parameters parameters;
    while (!raw.empty()) {
        const auto part = raw.substr(0, raw.find('&'));
        raw.remove_prefix(std::min(raw.size(), part.size() + 1));
        if (part.empty())
            continue;
        if (part.find(';') != part.npos)
            return unexpected("invalid semicolon separator in query");
        const auto equals = part.find('=');
        auto name = decode(part.substr(0, equals));
        if (!name)
            return unexpected(name.error());
        auto value = decode(equals == part.npos ? std::string_view() : part.substr(equals + 1));
        if (!value)
            return unexpected(value.error());
        parameters.emplace_back(*std::move(name), *std::move(value));
    }
    return parameters;
}

std::expected<selector, std::string> selector_of_query(std::string_view raw) {
    const auto parameters = parse_query_string(raw);
    if (!parameters)
        return unexpected(parameters.error());
    for (const auto* const name : {"timeoutSeconds", "limit"})
        if (const auto number = first(*parameters, name))
            if (auto fault = integer_fault(*number); !fault.empty())
                return unexpected(std::move(fault));
    auto labels = parse_selector(first(*parameters, "labelSelector").value_or(""));
    if (!labels)
        return labels;
    if (const auto fields = first(*parameters, "fieldSelector"))
        if (auto fault = field_selector_fault(*fields); !fault.empty())
            return unexpected(std::move(fault));
    return labels;
}

} // namespace barograph::rules
