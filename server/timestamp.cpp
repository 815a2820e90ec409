#include "server/timestamp.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace barograph::server {

std::string rfc3339(std::int64_t seconds) {
    const std::chrono::sys_seconds instant{std::chrono::seconds{seconds}};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{instant - day};
    constexpr std::size_t longest = 48;
    std::array<char, longest> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
                      unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace barograph::server
