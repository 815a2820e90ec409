#include "cli/go_duration.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace barograph::cli {

namespace {

using namespace std::string_view_literals;

// Longer units first, so that "ms" is not read as "m".
// The micro sign has two code points.
constexpr std::array<std::pair<std::string_view, double>, 8> units{{{"ns"sv, 1},
                                                                    {"us"sv, 1e3},
                                                                    {"\u00b5s"sv, 1e3},
                                                                    {"\u03bcs"sv, 1e3},
                                                                    {"ms"sv, 1e6},
                                                                    {"s"sv, 1e9},
                                                                    {"m"sv, 60e9},
                                                                    {"h"sv, 3600e9}}};
// About 146 years, half of what 64 bits of nanoseconds hold: room for arithmetic.
constexpr double longest_ns = 4.6e18;

} // namespace

std::expected<std::chrono::nanoseconds, std::string> parse_go_duration(std::string_view text) {
    const std::string expected = "expected a duration such as 30s, 10m or 1h30m";
    if (text == "0") {
        return std::chrono::nanoseconds{0};
    }
    if (text.empty()) {
        return std::unexpected(expected);
    }
    double total = 0;
    while (!text.empty()) {
        double number = 0;
        const auto [stop, error] =
            std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
        if (error != std::errc{} || text.front() == '-') {
            return std::unexpected(expected);
        }
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        bool has_unit = false;
        for (const auto& [unit, nanoseconds] : units) {
            if (text.starts_with(unit)) {
                total += number * nanoseconds;
                text.remove_prefix(unit.size());
                has_unit = true;
                break;
            }
        }
        // Written so that a NaN fails, too.
        if (!has_unit || !(total <= longest_ns)) {
            return std::unexpected(expected);
        }
    }
    return std::chrono::nanoseconds{static_cast<std::int64_t>(total)};
}

} // namespace barograph::cli
