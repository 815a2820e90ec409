#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>

namespace barograph::rules::text {

/// A place in a text, both counted from one; columns are bytes.
struct position {
    std::size_t line;
    std::size_t column;
};

/// Where the byte `offset` of `text` stands.
[[nodiscard]] inline position position_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is 0
    return {static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1, before.size() - line_start + 1};
}

} // namespace barograph::rules::text
