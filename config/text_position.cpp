#include "config/text_position.hpp"

#include "config/scalar_source.hpp"

#include <algorithm>
#include <string_view>

namespace barograph::config {

namespace {

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t';
}

bool is_space(char letter) {
    return is_blank(letter) || letter == '\n' || letter == '\r';
}

/// Walks the source and the text that was made of it side by side.
class walk {
public:
    walk(std::string_view source, std::string_view text, std::size_t start)
        : source_(source), text_(text), at_(start) {}

    std::size_t to(std::size_t target) {
        at_ = content_start(source_, at_);
        const char style = now();
        if (style == '|' || style == '>') {
            skip_header();
        } else if (style == '"' || style == '\'') {
            ++at_;
        }
        while (read_ < std::min(target, text_.size()) && at_ < source_.size()) {
            if (style == '"' && now() == '\\') {
                pass_escape();
            } else if (style == '\'' && now() == '\'') {
                pass(2, 1);
            } else if (style == '|' || style == '>') {
                pass_in_block(style == '>');
            } else if (is_space(now()) && line_ends_here()) {
                pass_flow_break();
            } else {
                pass(1, 1);
            }
        }
        return std::min(at_, source_.size());
    }

private:
    [[nodiscard]] char now() const { return at_ < source_.size() ? source_[at_] : '\0'; }

    void pass(std::size_t in_source, std::size_t in_text) {
        at_ += in_source;
        read_ += in_text;
    }

    void skip_header() {
        at_ = std::min(source_.find('\n', at_), source_.size() - 1) + 1;
        // The first line with text tells the indentation: what the source has more of than the text.
        const auto in_source = first_indentation(source_, at_);
        const auto in_text = first_indentation(text_, 0);
        indentation_ = in_source > in_text ? in_source - in_text : 0;
        skip_indentation();
    }

    static std::size_t first_indentation(std::string_view text, std::size_t from) {
        const auto first = std::min(text.find_first_not_of(" \r\n", from), text.size());
        const auto line_end = first == 0 ? std::string_view::npos : text.rfind('\n', first - 1);
        const auto line_start = line_end == std::string_view::npos ? from : std::max(line_end + 1, from);
        return first - line_start;
    }

    void skip_indentation() {
        for (std::size_t i = 0; i < indentation_ && now() == ' '; ++i) {
            ++at_;
        }
    }

    void pass_in_block(bool folded) {
        if (now() == '\r') {
            ++at_;
        } else if (now() != '\n') {
            pass(1, 1);
        } else if (folded && text_[read_] == '\n') {
            // Of several breaks the first may have been dropped: both sides go to the next text.
            pass_breaks();
        } else {
            // The break stayed, or became a space.
            pass(1, 1);
            skip_indentation();
        }
    }

    void pass_breaks() {
        while (now() == '\n' || now() == '\r') {
            ++at_;
            skip_indentation();
        }
        while (read_ < text_.size() && text_[read_] == '\n') {
            ++read_;
        }
    }

    [[nodiscard]] bool line_ends_here() const {
        const auto next = source_.find_first_not_of(" \t\r", at_);
        return next == std::string_view::npos || source_[next] == '\n';
    }

    void pass_flow_break() {
        while (at_ < source_.size() && is_space(now())) {
            ++at_;
        }
        if (text_[read_] == ' ') {
            ++read_;
        }
        while (read_ < text_.size() && text_[read_] == '\n') {
            ++read_;
        }
    }

    void pass_escape() {
        const char kind = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
        if (kind == '\n' || kind == '\r') {
            ++at_;
            while (at_ < source_.size() && is_space(now())) {
                ++at_;
            }
            return;
        }
        const std::size_t length = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
        std::size_t made = 1;
        while (read_ + made < text_.size() &&
               (static_cast<unsigned char>(text_[read_ + made]) & 0xc0U) == 0x80U) {
            ++made;
        }
        pass(length, made);
    }

    std::string_view source_;
    std::string_view text_;
    std::size_t at_;
    std::size_t read_ = 0;
    std::size_t indentation_ = 0;
};

} // namespace

std::size_t source_offset(const yaml_document& document, const yaml_node& scalar, std::size_t offset) {
    if (scalar.what != yaml_node::kind::scalar || document.text().empty()) {
        return scalar.offset;
    }
    return walk(document.text(), scalar.text, scalar.offset).to(offset);
}

} // namespace barograph::config
