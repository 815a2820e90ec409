#include "rules/text/regex_literal.hpp"

namespace barograph::rules::text {

std::string regex_literal(std::string_view value) {
    constexpr std::string_view special = "\\.+*?()|[]{}^$";
    std::string out;
    for (const auto c : value) {
        if (special.find(c) != special.npos)
            out += '\\';
        out += c;
    }
    return out;
}

} // namespace barograph::rules::text
