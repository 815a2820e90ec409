#include "config/duration.hpp"

#include "config/printable.hpp"
#include "rules/text/ascii.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace barograph::config {

namespace {

using std::chrono::milliseconds;

struct unit {
    std::string_view name;
    std::int64_t length; ///< in milliseconds
};

constexpr std::array units = {unit{"y", 365LL * 24 * 60 * 60 * 1000},
                              unit{"w", 7LL * 24 * 60 * 60 * 1000},
                              unit{"d", 24LL * 60 * 60 * 1000},
                              unit{"h", 60LL * 60 * 1000},
                              unit{"m", 60LL * 1000},
                              unit{"s", 1000},
                              unit{"ms", 1}};

/// What Prometheus can hold: 64 bits of nanoseconds, about 292 years.
constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max() / 1'000'000;

} // namespace

std::expected<milliseconds, std::string> parse_duration(std::string_view text) {
    const auto refuse = [&](std::string_view why) {
        return std::unexpected(in_quotes(text) + " is " + std::string(why) +
                               "; expected one such as 30s, 5m or 1h30m");
    };
    if (text == "0") {
        return milliseconds(0);
    }
    if (text.empty()) {
        return refuse("no duration");
    }
    std::int64_t total = 0;
    std::size_t next_unit = 0;
    for (auto rest = text; !rest.empty();) {
        std::int64_t count = 0;
        const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
        if (!rules::text::is_digit(rest[0]) || failure == std::errc::invalid_argument) {
            return refuse("no duration");
        }
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        std::size_t letters = 0;
        while (letters < rest.size() && !rules::text::is_digit(rest[letters])) {
            ++letters;
        }
        while (next_unit < units.size() && units[next_unit].name != rest.substr(0, letters)) {
            ++next_unit;
        }
        if (next_unit == units.size()) {
            return refuse("no duration");
        }
        const auto length = units[next_unit++].length;
        if (failure == std::errc::result_out_of_range || count > (longest - total) / length) {
            return refuse("too long a duration");
        }
        total += count * length;
        rest.remove_prefix(letters);
    }
    return milliseconds(total);
}

} // namespace barograph::config
