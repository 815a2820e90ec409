#include "rules/promql/series_name.hpp"

#include "rules/promql/scanner.hpp"
#include "rules/text/quote.hpp"

namespace barograph::rules::promql {

namespace {

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    for (auto at = text.find(from); at != text.npos; at = text.find(from)) {
        out += text.substr(0, at);
        out += to;
        text.remove_prefix(at + from.size());
    }
    out += text;
    return out;
}

/// `name` as it has to be written between `quote` characters, if that can be.
std::optional<std::string> within_quotes(std::string_view name, char quote) {
    if (quote == '`')
        return name.find('`') == name.npos ? std::optional<std::string>(name) : std::nullopt;
    const auto literal = text::quoted(name);
    const auto content = std::string_view(literal).substr(1, literal.size() - 2);
    return quote == '"' ? std::string(content) : replaced(replaced(content, "\\\"", "\""), "'", "\\'");
}

} // namespace

std::optional<std::string> with_series_name(std::string_view query, std::string_view stand_in,
                                            std::string_view name, bool quoted_names) {
    std::string out;
    std::size_t copied = 0;
    scanner tokens(query);
    for (auto next = tokens.next(); next.kind != token_kind::end;) {
        const auto current = next;
        next = tokens.next();
        if (current.text.find(stand_in) == current.text.npos)
            continue;
        out += query.substr(copied, current.offset - copied);
        copied = current.offset + current.text.size();
        if (current.kind != token_kind::identifier) {
            const auto content = within_quotes(name, current.text.front());
            if (!content)
                return std::nullopt;
            out += replaced(current.text, stand_in, *content);
            continue;
        }
        out += quoted_names ? "{" : "{__name__=";
        text::append_quoted(out, replaced(current.text, stand_in, name));
        if (next.text == "{") {
            out += ',';
            copied = next.offset + next.text.size();
        } else {
            out += '}';
        }
    }
    out += query.substr(copied);
    return out;
}

} // namespace barograph::rules::promql
