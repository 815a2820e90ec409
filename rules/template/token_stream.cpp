#include "rules/template/token_stream.hpp"

namespace barograph::rules::templates {

const token& token_stream::peek_word() {
    while (tokens_[position_].kind == token_kind::space)
        ++position_;
    return tokens_[position_];
}

const token& token_stream::take() {
    const auto& taken = tokens_[position_];
    if (position_ + 1 < tokens_.size())
        ++position_;
    return taken;
}

const token& token_stream::take_word() {
    (void)peek_word();
    return take();
}

std::unexpected<failure> token_stream::unexpected(const token& found, std::string_view expectation) {
    if (found.kind == token_kind::error)
        return std::unexpected(failure{std::string(found.text), found.offset});
    return std::unexpected(failure{
        "unexpected " + std::string(found.text) + "; expected " + std::string(expectation), found.offset});
}

} // namespace barograph::rules::templates
