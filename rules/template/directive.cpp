#include "rules/template/directive.hpp"

#include "rules/text/utf8.hpp"

namespace barograph::rules::templates {

void directive::append_padded(std::string& out, std::string_view text) const {
    const auto wanted = static_cast<std::size_t>(width.value_or(0));
    const auto have = wanted == 0 ? 0 : text::rune_count(text);
    const auto missing = wanted > have ? wanted - have : 0;
    if (minus) {
        out += text;
        out.append(missing, ' ');
    } else {
        out.append(missing, zero ? '0' : ' ');
        out += text;
    }
}

void directive::append_padded_with_spaces(std::string& out, std::string_view text) const {
    auto spaces = *this;
    spaces.zero = false;
    spaces.append_padded(out, text);
}

std::string_view directive::truncated(std::string_view text) const {
    if (!precision)
        return text;
    std::size_t end = 0;
    for (auto left = *precision; left > 0 && end < text.size(); --left)
        end += text::decode_rune(text.substr(end)).size;
    return text.substr(0, end);
}

} // namespace barograph::rules::templates
