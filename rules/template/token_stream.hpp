#pragma once
#include "rules/template/failure.hpp"
#include "rules/template/token.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace barograph::rules::templates {

/// A parser's place among the tokens. The last token, `end` or `error`, never passes.
class token_stream {
public:
    explicit token_stream(std::vector<token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] const token& peek() const { return tokens_[position_]; }

    /// The next token that is no space, which becomes the current one.
    [[nodiscard]] const token& peek_word();

    const token& take();
    const token& take_word();

    [[nodiscard]] std::size_t position() const { return position_; }

    /// Back to where `position` was.
    void rewind(std::size_t position) { position_ = position; }

    /// The failure that `found` is here; `expectation` says what should be there instead.
    [[nodiscard]] static std::unexpected<failure> unexpected(const token& found,
                                                             std::string_view expectation);

private:
    std::vector<token> tokens_;
    std::size_t position_ = 0;
};

} // namespace barograph::rules::templates
