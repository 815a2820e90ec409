#include "server/timestamp.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace barograph::server {

std::string rfc3339(std::int64_t seconds) {
    // The calendar repeats every 400 years; std::chrono's knows 16 bits of years only, an instant more.
    constexpr std::int64_t cycle_years = 400;
    constexpr std::int64_t cycle = 146097LL * 24 * 60 * 60;
    auto cycles = seconds / cycle;
    auto rest = seconds % cycle;
    if (rest < 0) {
        rest += cycle;
        --cycles;
    }
    const std::chrono::sys_seconds instant{std::chrono::seconds{rest}};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{instant - day};
    const auto year = int{date.year()} + cycles * cycle_years;
    constexpr std::size_t longest = 48;
    std::array<char, longest> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%s%04lld-%02u-%02uT%02d:%02d:%02dZ", year < 0 ? "-" : "",
                      static_cast<long long>(year < 0 ? -year : year), unsigned{date.month()},
                      unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace barograph::server
