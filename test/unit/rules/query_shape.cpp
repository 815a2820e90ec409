#include "test/unit/rules/query_shape.hpp"

#include <cctype>
#include <cstdlib>

namespace barograph::test {

namespace {

class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    std::optional<query_shape> read() {
        query_shape shape;
        for (skip_space(); !text_.empty(); skip_space()) {
            if (text_.front() == '{') {
                auto matchers = read_braces();
                if (!matchers)
                    return std::nullopt;
                shape.skeleton += "{}";
                shape.braces.push_back(*std::move(matchers));
            } else if (text_.front() == '"') {
                const auto literal = read_string();
                if (!literal)
                    return std::nullopt;
                shape.skeleton += "\"" + *literal + "\"";
            } else {
                shape.skeleton += text_.front();
                text_.remove_prefix(1);
            }
        }
        return shape;
    }

private:
    void skip_space() {
        while (!text_.empty() && std::isspace(static_cast<unsigned char>(text_.front())) != 0)
            text_.remove_prefix(1);
    }

    bool take(std::string_view expected) {
        skip_space();
        if (!text_.starts_with(expected))
            return false;
        text_.remove_prefix(expected.size());
        return true;
    }

    std::optional<std::vector<seen_matcher>> read_braces() {
        take("{");
        std::vector<seen_matcher> matchers;
        while (!take("}")) {
            auto matcher = read_matcher();
            if (!matcher)
                return std::nullopt;
            matchers.push_back(*std::move(matcher));
            if (!take(",") && !text_.starts_with('}'))
                return std::nullopt;
        }
        return matchers;
    }

    std::optional<seen_matcher> read_matcher() {
        skip_space();
        const auto is_quoted = text_.starts_with('"');
        const auto label = is_quoted ? read_string() : read_word();
        if (!label)
            return std::nullopt;
        for (const auto* const op : {"=~", "!~", "!=", "="}) {
            if (!take(op))
                continue;
            skip_space();
            const auto value = read_string();
            if (!value)
                return std::nullopt;
            return seen_matcher{*label, op, *value};
        }
        if (is_quoted)
            return seen_matcher{"__name__", "=", *label};
        return std::nullopt;
    }

    std::optional<std::string> read_word() {
        std::string word;
        while (!text_.empty() &&
               (std::isalnum(static_cast<unsigned char>(text_.front())) != 0 || text_.front() == '_')) {
            word += text_.front();
            text_.remove_prefix(1);
        }
        return word.empty() || std::isdigit(static_cast<unsigned char>(word.front())) != 0
                   ? std::nullopt
                   : std::optional(word);
    }

    /// Only the escapes that are produced; any other one makes the query unreadable.
    std::optional<std::string> read_string() {
        if (!take("\""))
            return std::nullopt;
        std::string content;
        while (!text_.empty() && text_.front() != '"' && text_.front() != '\n') {
            if (text_.front() != '\\') {
                content += text_.front();
                text_.remove_prefix(1);
            } else if (!read_escape(content)) {
                return std::nullopt;
            }
        }
        return take("\"") ? std::optional(content) : std::nullopt;
    }

    bool read_escape(std::string& content) {
        constexpr std::string_view letters = "abfnrtv\\\"";
        constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\\"";
        if (text_.size() < 2)
            return false;
        const auto letter = text_[1];
        text_.remove_prefix(2);
        if (const auto known = letters.find(letter); known != letters.npos) {
            content += meanings[known];
            return true;
        }
        const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        if (digits == 0 || text_.size() < digits)
            return false;
        const auto number = std::strtoul(std::string(text_.substr(0, digits)).c_str(), nullptr, 16);
        text_.remove_prefix(digits);
        append(content, number, letter == 'x');
        return true;
    }

    static void append(std::string& content, unsigned long number, bool is_byte) {
        const auto byte = [&](unsigned long bits) { content += static_cast<char>(bits); };
        if (is_byte || number < 0x80) {
            byte(number);
        } else if (number < 0x800) {
            byte(0xC0 | (number >> 6));
            byte(0x80 | (number & 0x3F));
        } else if (number < 0x10000) {
            byte(0xE0 | (number >> 12));
            byte(0x80 | ((number >> 6) & 0x3F));
            byte(0x80 | (number & 0x3F));
        } else {
            byte(0xF0 | (number >> 18));
            byte(0x80 | ((number >> 12) & 0x3F));
            byte(0x80 | ((number >> 6) & 0x3F));
            byte(0x80 | (number & 0x3F));
        }
    }

    std::string_view text_;
};

} // namespace

std::optional<query_shape> shape_of(std::string_view query) {
    return reader(query).read();
}

} // namespace barograph::test
