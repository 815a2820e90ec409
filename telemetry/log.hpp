#pragma once
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

} // namespace barograph::telemetry
