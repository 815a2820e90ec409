#include "telemetry/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

namespace barograph::telemetry {

namespace {

constexpr int debug_verbosity = 4;

spdlog::logger& logger() {
    static const auto instance = [] {
        auto created =
            std::make_shared<spdlog::logger>("barograph", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        // RFC 3339 in UTC: sorts as text, and no time zone can be misread.
        created->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        created->flush_on(spdlog::level::trace);
        return created;
    }();
    return *instance;
}

// Texts from outside (a backend's error, a file's name) must not forge further lines.
void write(spdlog::level::level_enum level, std::string_view message) {
    if (!logger().should_log(level)) {
        return;
    }
    std::string line(message);
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
    logger().log(level, line);
}

} // namespace

void configure_log(int verbosity) {
    logger().set_level(verbosity >= debug_verbosity ? spdlog::level::debug : spdlog::level::info);
}

void log_warnings_only() {
    logger().set_level(spdlog::level::warn);
}

void disable_log() {
    logger().set_level(spdlog::level::off);
}

void log_error(std::string_view message) {
    write(spdlog::level::err, message);
}

void log_warning(std::string_view message) {
    write(spdlog::level::warn, message);
}

void log_info(std::string_view message) {
    write(spdlog::level::info, message);
}

void log_debug(std::string_view message) {
    write(spdlog::level::debug, message);
}

void log_crash(const std::string& task, const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        log_error(task + " ended by an unexpected error: " + e.what());
    }
}

} // namespace barograph::telemetry
