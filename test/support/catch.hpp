#pragma once
// Catch2 under one name for both majors that the supported distributions carry: 2 (Debian 12) and 3
// (Ubuntu 24.04).

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>

namespace barograph::test {
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
} // namespace barograph::test
#else
#include <catch2/catch.hpp>

namespace barograph::test {
inline auto ContainsSubstring(const std::string& text) {
    return Catch::Matchers::Contains(text);
} // NOLINT(readability-identifier-naming): Catch2 3's name

using Catch::Matchers::StartsWith;
} // namespace barograph::test
#endif
