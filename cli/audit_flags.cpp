#include "cli/audit_flags.hpp"

#include "cli/flags.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace barograph::cli {

namespace {

void add_count(CLI::App& app, const std::string& name, std::size_t& into, const std::string& type,
               const std::string& text, std::size_t smallest = 0, std::size_t largest = 1'000'000) {
    read_by(app.add_option(name, text)->type_name(type)->default_str(std::to_string(into)), into,
            [smallest, largest](const std::string& given) -> std::expected<std::size_t, std::string> {
                const auto number = parse_number<std::size_t>(given);
                if (!number || *number < smallest || *number > largest) {
                    return std::unexpected("expected a whole number from " + std::to_string(smallest) +
                                           " to " + std::to_string(largest));
                }
                return *number;
            });
}

std::expected<audit::log_options::format, std::string> parse_audit_format(const std::string& text) {
    if (text == "json") {
        return audit::log_options::format::json;
    }
    if (text == "legacy") {
        return audit::log_options::format::legacy;
    }
    return std::unexpected("expected json or legacy");
}

std::expected<audit::log_options::mode, std::string> parse_mode(const std::string& text,
                                                                std::vector<std::string>& warnings) {
    if (text == "batch") {
        return audit::log_options::mode::batch;
    }
    if (text == "blocking-strict") {
        warnings.emplace_back("--audit-log-mode=blocking-strict works as blocking: a request is answered "
                              "even if its event cannot be written");
    } else if (text != "blocking") {
        return std::unexpected("expected blocking, blocking-strict or batch");
    }
    return audit::log_options::mode::blocking;
}

} // namespace

void add_audit_flags(CLI::App& app, audit_options& options, std::vector<std::string>& warnings) {
    auto& log = options.log;
    app.option_defaults()->group("Audit");
    add_text(app, "--audit-log-path", log.path, "FILE", "Audit events are written here; - is stdout");
    add_text(app, "--audit-policy-file", options.policy_file, "FILE",
             "Which requests are told of; without it every one, at level Metadata");
    add_count(app, "--audit-log-maxsize", log.max_size, "MB", "Then the file is rotated; 0: never");
    add_count(app, "--audit-log-maxbackup", log.max_backup, "N",
              "Rotated files kept; 0: " + std::to_string(audit::most_backups) + ", which is the most");
    add_count(app, "--audit-log-maxage", log.max_age, "DAYS", "Rotated files are kept so long; 0: for ever");
    read_by(app.add_option("--audit-log-format", "json, or legacy: a line of text an event")
                ->type_name("FORMAT")
                ->default_str("json"),
            log.how, parse_audit_format);
    read_by(
        app.add_option("--audit-log-mode",
                       "blocking writes before the request goes on; batch beside it, and drops the oldest "
                       "events when the disk is too slow")
            ->type_name("MODE")
            ->default_str("blocking"),
        log.when, [&](const std::string& given) { return parse_mode(given, warnings); });
    add_count(app, "--audit-log-batch-buffer-size", log.buffer, "N", "Events that wait in mode batch", 1);
    constexpr std::size_t gigabyte = std::size_t{1} << 30U;
    add_count(app, "--audit-log-batch-buffer-bytes", log.buffer_bytes, "BYTES",
              "Text of the events that wait in mode batch", 1, gigabyte);
}

} // namespace barograph::cli
