#include "rules/template/format.hpp"

#include "rules/template/directive.hpp"
#include "rules/template/value_printer.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

namespace barograph::rules::templates {

namespace {

using std::unexpected;

constexpr int largest_number = 1'000'000; // of a width or a precision

class formatter {
public:
    formatter(std::string_view format, std::span<const value> operands)
        : format_(format), operands_(operands) {}

    std::expected<std::string, std::string> run() {
        for (;;) {
            const auto percent = std::min(format_.find('%', position_), format_.size());
            out_ += format_.substr(position_, percent - position_);
            position_ = percent;
            if (position_ == format_.size())
                break;
            ++position_;
            if (!print_directive())
                return unexpected("%p prints an address, which is never twice the same");
            if (out_.size() > longest_text)
                return unexpected(too_long());
        }
        if (!reordered_ && next_operand_ < operands_.size())
            complain_of_extra_operands();
        return std::move(out_);
    }

private:
    [[nodiscard]] bool at_end() const { return position_ >= format_.size(); }

    [[nodiscard]] bool at(char c) const { return !at_end() && format_[position_] == c; }

    /// False for %p of something that has an address.
    bool print_directive() {
        how_ = {};
        good_index_ = true;
        read_flags();
        auto indexed = read_index();
        read_width(indexed);
        read_precision(indexed);
        if (!indexed)
            read_index();
        if (at_end()) {
            out_ += "%!(NOVERB)";
            return true;
        }
        const auto [verb, size, valid] = text::decode_rune(format_.substr(position_));
        position_ += size;
        if (verb == '%') {
            out_ += '%';
            return true;
        }
        if (!good_index_ || next_operand_ >= operands_.size()) {
            out_ += "%!";
            text::append_rune(out_, verb);
            out_ += good_index_ ? "(MISSING)" : "(BADINDEX)";
            return true;
        }
        return print_operand(verb);
    }

    bool print_operand(char32_t verb) {
        const auto& operand = operands_[next_operand_++];
        if (verb == 'v' || verb == 'w') {
            how_.sharp_v = how_.sharp;
            how_.plus_v = how_.plus;
            how_.sharp = how_.plus = false;
        }
        if (verb == 'p' && (operand.as<text_map>() != nullptr || operand.as<text_list>() != nullptr))
            return false;
        append_with_verb(out_, how_, operand, verb);
        return true;
    }

    void read_flags() {
        for (; !at_end(); ++position_) {
            switch (format_[position_]) {
            case '#':
                how_.sharp = true;
                break;
            case '0':
                how_.zero = true;
                break;
            case '+':
                how_.plus = true;
                break;
            case '-':
                how_.minus = true;
                break;
            case ' ':
                how_.space = true;
                break;
            default:
                return;
            }
        }
    }

    void read_width(bool& indexed) {
        if (at('*')) {
            ++position_;
            how_.width = take_operand_as_number();
            if (!how_.width)
                out_ += "%!(BADWIDTH)";
            if (how_.width && *how_.width < 0) {
                how_.width = -*how_.width;
                how_.minus = true;
            }
            indexed = false;
            return;
        }
        how_.width = take_number(format_.size());
        if (indexed && how_.width) // as in %[3]2d
            good_index_ = false;
    }

    void read_precision(bool& indexed) {
        if (!at('.') || position_ + 1 == format_.size()) // a last point is a verb
            return;
        ++position_;
        if (indexed) // as in %[3].2d
            good_index_ = false;
        indexed = read_index();
        if (at('*')) {
            ++position_;
            how_.precision = take_operand_as_number();
            if (how_.precision && *how_.precision < 0)
                how_.precision = std::nullopt;
            if (!how_.precision)
                out_ += "%!(BADPREC)";
            indexed = false;
            return;
        }
        how_.precision = take_number(format_.size()).value_or(0);
    }

    /// An operand's number in brackets, counted from one. Whether there was a good one.
    bool read_index() {
        if (!at('['))
            return false;
        reordered_ = true;
        const auto close = format_.find(']', position_);
        if (format_.size() - position_ < 3 || close == format_.npos) {
            good_index_ = false;
            ++position_;
            return false;
        }
        ++position_;
        const auto number = take_number(close);
        const auto readable = number && position_ == close;
        position_ = close + 1;
        if (readable && *number >= 1 && static_cast<std::size_t>(*number) <= operands_.size()) {
            next_operand_ = static_cast<std::size_t>(*number) - 1;
            return true;
        }
        good_index_ = false;
        return readable;
    }

    /// The decimal number that stands here, before `end`; too large a one takes all up to `end`, and is none.
    std::optional<int> take_number(std::size_t end) {
        std::optional<int> number;
        for (; position_ < end && text::is_digit(format_[position_]); ++position_) {
            if (number.value_or(0) > largest_number) {
                position_ = end;
                return std::nullopt;
            }
            number = number.value_or(0) * 10 + (format_[position_] - '0');
        }
        return number;
    }

    std::optional<int> take_operand_as_number() {
        if (next_operand_ >= operands_.size())
            return std::nullopt;
        const auto number = as_integer(operands_[next_operand_++]);
        if (!number || *number > largest_number || *number < -largest_number)
            return std::nullopt;
        return static_cast<int>(*number);
    }

    void complain_of_extra_operands() {
        out_ += "%!(EXTRA ";
        for (auto i = next_operand_; i < operands_.size(); ++i) {
            if (i > next_operand_)
                out_ += ", ";
            out_ += type_name(operands_[i]);
            if (operands_[i].is_absent())
                continue;
            out_ += '=';
            append_printed(out_, operands_[i]);
        }
        out_ += ')';
    }

    std::string_view format_;
    std::span<const value> operands_;
    std::string out_;
    directive how_;
    std::size_t position_ = 0;
    std::size_t next_operand_ = 0;
    bool good_index_ = true;
    bool reordered_ = false;
};

bool is_string(const value& tested) {
    return tested.as<std::string>() != nullptr;
}

} // namespace

std::string too_long() {
    return "the text gets longer than " + std::to_string(longest_text) + " bytes";
}

void append_printed(std::string& out, const value& printed) {
    append_with_verb(out, {}, printed, 'v');
}

std::string print(std::span<const value> operands) {
    std::string out;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        if (i > 0 && !is_string(operands[i]) && !is_string(operands[i - 1]))
            out += ' ';
        append_printed(out, operands[i]);
    }
    return out;
}

std::string print_line(std::span<const value> operands) {
    std::string out;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        if (i > 0)
            out += ' ';
        append_printed(out, operands[i]);
    }
    return out + '\n';
}

std::expected<std::string, std::string> print_formatted(std::string_view format,
                                                        std::span<const value> operands) {
    return formatter(format, operands).run();
}

} // namespace barograph::rules::templates
