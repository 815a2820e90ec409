#pragma once
#include "cli/cli11_fwd.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace barograph::cli {

/// The group that the inert flags are in, for the help to leave out. CLI11's own way to hide an option, the
/// empty group, hides its name in messages, too.
inline constexpr std::string_view inert_group = "Without effect";

/// A flag without effect, and why it has none.
struct inert_flag_note {
    std::string_view name;
    std::string_view why;
};

/// All of them, in the order in which the page of flags lists them.
std::vector<inert_flag_note> inert_flag_notes();

/// Adds the flags of prometheus-adapter that mean nothing here, so that existing arguments work as they are.
/// Their values are not looked at. Each one given adds one line to `warnings`, however often it is given;
/// `warnings` must outlive the parsing.
void add_inert_flags(CLI::App& app, std::vector<std::string>& warnings);

} // namespace barograph::cli
