#include "rules/template/value_printer.hpp"

#include "rules/template/number_text.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>

namespace barograph::rules::templates {

namespace {

/// Whether Go can write `text` between back quotes.
bool fits_back_quotes(std::string_view text) {
    while (!text.empty()) {
        const auto [rune, size, valid] = text::decode_rune(text);
        if (!valid || rune == 0xFEFF || rune == '`' || rune == 0x7F || (rune < ' ' && rune != '\t'))
            return false;
        text.remove_prefix(size);
    }
    return true;
}

class printer {
public:
    printer(std::string& out, const directive& how, char32_t verb) : out_(out), how_(how), verb_(verb) {}

    void print(const value& printed) {
        if (verb_ == 'p' || verb_ == 'w') // what has an address, which %p prints, is refused before
            complain(printed);
        else
            std::visit([&](const auto& content) { append(content, printed); }, printed.get());
    }

private:
    void append(const absent& /*content*/, const value& whole) {
        if (verb_ == 'v')
            how_.append_padded(out_, "<nil>");
        else
            complain(whole);
    }

    void append(bool content, const value& whole) {
        if (verb_ == 'v' || verb_ == 't')
            how_.append_padded(out_, content ? "true" : "false");
        else
            complain(whole);
    }

    void append(std::int64_t content, const value& whole) {
        const auto bits = static_cast<std::uint64_t>(content);
        const auto negative = content < 0;
        append_number(negative, negative ? 0 - bits : bits, bits, whole);
    }

    void append(std::uint8_t content, const value& whole) {
        if (!how_.sharp_v) { // which only %v has
            append_number(false, content, content, whole);
            return;
        }
        auto hex = how_;
        hex.sharp = true;
        append_integer(out_, hex, false, content, 'x');
    }

    /// `bits` is the number as Go's unsigned integer of the same bits.
    void append_number(bool negative, std::uint64_t magnitude, std::uint64_t bits, const value& whole) {
        const auto rune =
            static_cast<char32_t>(std::min<std::uint64_t>(bits, 0x110000)); // beyond: not a rune
        std::string text;
        switch (verb_) {
        case 'v':
        case 'd':
            append_integer(out_, how_, negative, magnitude, 'd');
            break;
        case 'b':
        case 'o':
        case 'O':
        case 'x':
        case 'X':
            append_integer(out_, how_, negative, magnitude, static_cast<char>(verb_));
            break;
        case 'c':
            text::append_rune(text, rune);
            how_.append_padded(out_, text);
            break;
        case 'q':
            text::append_quoted_rune(text, rune,
                                     how_.plus ? text::keep_runes::ascii : text::keep_runes::printable);
            how_.append_padded(out_, text);
            break;
        case 'U':
            append_code_point(out_, how_, bits);
            break;
        default:
            complain(whole);
        }
    }

    bool append_float_verb(const directive& how, double content) {
        switch (verb_) {
        case 'v':
            append_float(out_, how, content, 'g', std::nullopt);
            return true;
        case 'b':
        case 'g':
        case 'G':
        case 'x':
        case 'X':
            append_float(out_, how, content, static_cast<char>(verb_), std::nullopt);
            return true;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
            append_float(out_, how, content, verb_ == 'F' ? 'f' : static_cast<char>(verb_), 6);
            return true;
        default:
            return false;
        }
    }

    void append(double content, const value& whole) {
        if (!append_float_verb(how_, content))
            complain(whole);
    }

    void append(std::complex<double> content, const value& whole) {
        const auto start = out_.size();
        out_ += '(';
        if (!append_float_verb(how_, content.real())) {
            out_.resize(start);
            complain(whole);
            return;
        }
        auto signed_part = how_;
        signed_part.plus = true;
        append_float_verb(signed_part, content.imag());
        out_ += "i)";
    }

    void append(const std::string& content, const value& whole) {
        switch (verb_) {
        case 'v':
            if (how_.sharp_v)
                append_quoted(content);
            else
                how_.append_padded(out_, how_.truncated(content));
            break;
        case 's':
            how_.append_padded(out_, how_.truncated(content));
            break;
        case 'q':
            append_quoted(content);
            break;
        case 'x':
        case 'X':
            append_hex(content);
            break;
        default:
            complain(whole);
        }
    }

    void append_quoted(std::string_view content) {
        content = how_.truncated(content);
        if (how_.sharp && fits_back_quotes(content))
            how_.append_padded(out_, "`" + std::string(content) + "`");
        else
            how_.append_padded(out_, text::quoted(content, how_.plus ? text::keep_runes::ascii
                                                                     : text::keep_runes::printable));
    }

    void append_hex(std::string_view content) {
        const auto* const digits = verb_ == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
        const std::string_view prefix = !how_.sharp ? "" : verb_ == 'x' ? "0x" : "0X";
        if (how_.precision) // counts bytes here
            content = content.substr(0, static_cast<std::size_t>(*how_.precision));
        std::string text;
        for (std::size_t i = 0; i < content.size(); ++i) {
            if (i > 0 && how_.space)
                text += ' ';
            if (i == 0 || how_.space)
                text += prefix;
            const auto byte = static_cast<unsigned char>(content[i]);
            text += digits[byte >> 4U];
            text += digits[byte & 0xFU];
        }
        how_.append_padded(out_, text);
    }

    void open(const value& whole, std::string_view brackets) {
        if (how_.sharp_v)
            out_ += type_name(whole);
        out_ += brackets;
    }

    void separate(bool is_first) {
        if (!is_first)
            out_ += how_.sharp_v ? ", " : " ";
    }

    void append(const text_list& content, const value& whole) {
        open(whole, how_.sharp_v ? "{" : "[");
        for (const auto& item : content) {
            separate(&item == &content.front());
            print(value(item));
        }
        out_ += how_.sharp_v ? '}' : ']';
    }

    void append(const text_map& content, const value& whole) {
        open(whole, how_.sharp_v ? "{" : "map[");
        auto is_first = true;
        for (const auto& [key, item] : *content.entries) {
            separate(is_first);
            is_first = false;
            print(value(key));
            out_ += ':';
            print(value(item));
        }
        out_ += how_.sharp_v ? '}' : ']';
    }

    void append(const std::shared_ptr<const record>& content, const value& whole) {
        const auto is_text_verb =
            verb_ == 'v' || verb_ == 's' || verb_ == 'q' || verb_ == 'x' || verb_ == 'X';
        if (content->text && is_text_verb && !how_.sharp_v) {
            append(*content->text, value(*content->text));
            return;
        }
        open(whole, "{");
        for (const auto& field : content->fields) {
            separate(&field == &content->fields.front());
            if (how_.plus_v || how_.sharp_v) {
                out_ += field.name;
                out_ += ':';
            }
            print(*field.content);
        }
        out_ += '}';
    }

    void complain(const value& whole) {
        out_ += "%!";
        text::append_rune(out_, verb_);
        out_ += '(';
        if (whole.is_absent()) {
            out_ += "<nil>";
        } else {
            out_ += type_name(whole);
            out_ += '=';
            printer(out_, how_, 'v').print(whole);
        }
        out_ += ')';
    }

    std::string& out_;
    const directive& how_;
    char32_t verb_;
};

} // namespace

void append_with_verb(std::string& out, const directive& how, const value& printed, char32_t verb) {
    if (verb == 'T')
        how.append_padded(out, printed.is_absent() ? type_name(printed) : how.truncated(type_name(printed)));
    else
        printer(out, how, verb).print(printed);
}

} // namespace barograph::rules::templates
