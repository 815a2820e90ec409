#pragma once
#include <exception>
#include <string>
#include <string_view>

/// The operator's log: one line an event on stderr, `time level message`. Thread-safe.
namespace barograph::telemetry {

/// Sets what is written, by klog's verbosity: errors, warnings and information; from 4 up, debug lines too.
void configure_log(int verbosity);
/// From now on nothing below a warning: for commands that do one thing and say themselves how it went.
void log_warnings_only();

/// Nothing is written any more: for programs that no operator runs.
void disable_log();

void log_error(std::string_view message);
void log_warning(std::string_view message);
void log_info(std::string_view message);
void log_debug(std::string_view message);

/// That a background task ended by what no code expects; for net::task_group.
void log_crash(const std::string& task, const std::exception_ptr& error);

} // namespace barograph::telemetry
