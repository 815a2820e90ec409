#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace barograph::rules::text {

/// Hashes text however it is held.
struct hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// A map by text that is looked into without making a string of what is looked for.
template <typename T>
using map = std::unordered_map<std::string, T, hash, std::equal_to<>>;

} // namespace barograph::rules::text
