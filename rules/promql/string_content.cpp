#include "rules/promql/string_content.hpp"

#include "rules/text/quote.hpp"

namespace barograph::rules::promql {

std::optional<std::string> string_content(std::string_view literal) {
    const auto body = literal.substr(1, literal.size() - 2);
    if (literal.front() == '`')
        return std::string(body);
    return text::unescape(body, literal.front());
}

} // namespace barograph::rules::promql
