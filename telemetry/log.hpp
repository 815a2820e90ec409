#pragma once
#include <string_view>

/// The operator's log: one line an event on stderr, `time level message`. Thread-safe.
namespace barograph::telemetry {

/// Sets what is written, by klog's verbosity: 0 and up writes errors, warnings and information; 4 and up,
/// debug lines too; below 0, errors and warnings alone.
void configure_log(int verbosity);

/// Nothing is written any more: for programs that no operator runs.
void disable_log();

void log_error(std::string_view message);
void log_warning(std::string_view message);
void log_info(std::string_view message);
void log_debug(std::string_view message);

} // namespace barograph::telemetry
