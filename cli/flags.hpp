#pragma once
#include "cli/help_text.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <vector>

/// Flags as Go's libraries read them, put on CLI11: what every sub-command that has flags is made of. What a
/// flag is read into must outlive the parsing.
namespace barograph::cli {

/// Reads a value by `parse`, which gives an expected value or what was expected instead. Of several
/// occurrences the last counts.
template <typename Value, typename Parse>
void read_by(CLI::Option* option, Value& into, Parse parse) {
    option->each([&into, parse](const std::string& given) {
        const auto parsed = parse(given);
        if (!parsed) {
            // CLI11 puts the flag's name before it.
            throw CLI::ValidationError("\"" + given + "\": " + parsed.error());
        }
        into = *parsed;
    });
}

template <typename Number>
std::expected<Number, std::string> parse_number(const std::string& text) {
    Number number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) {
        using limits = std::numeric_limits<Number>;
        return std::unexpected("expected a whole number from " + std::to_string(limits::min()) + " to " +
                               std::to_string(limits::max()));
    }
    return number;
}

template <typename Number>
void add_number(CLI::App& app, const std::string& name, Number& into, const std::string& type,
                const std::string& text) {
    auto* option = app.add_option(name, text)->type_name(type)->default_str(std::to_string(into));
    read_by(option, into, parse_number<Number>);
}

CLI::Option* add_text(CLI::App& app, const std::string& name, std::string& into, const std::string& type,
                      const std::string& text);

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::chrono::nanoseconds& into,
                          const std::string& text);

/// On when it is named, or as it is told: `--flag=false`.
void add_switch(CLI::App& app, const std::string& name, bool& into, const std::string& text);

/// Every occurrence adds to those before.
CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& type, const std::string& text);

/// Parses the arguments into what the flags of `app` are read into. Gives the help if that was asked for;
/// then nothing else counts. Error: one sentence; for an unknown flag it names the nearest known one.
std::expected<std::optional<help_wanted>, std::string>
parse_flags(CLI::App& app, std::vector<std::string> arguments, const help_form& form);

} // namespace barograph::cli
