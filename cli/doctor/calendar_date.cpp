#include "cli/doctor/calendar_date.hpp"

#include <array>
#include <ctime>

namespace barograph::cli {

std::string calendar_date(std::chrono::system_clock::time_point when) {
    const auto seconds = std::chrono::system_clock::to_time_t(when);
    std::tm utc{};
    static_cast<void>(gmtime_r(&seconds, &utc));
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%d", &utc);
    return {text.data(), size};
}

std::string validity_left(std::chrono::system_clock::time_point until,
                          std::chrono::system_clock::time_point now) {
    const auto days = std::chrono::floor<std::chrono::days>(until - now).count();
    return "until " + calendar_date(until) + " (" + std::to_string(days) + (days == 1 ? " day)" : " days)");
}

} // namespace barograph::cli
