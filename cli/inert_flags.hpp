#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace barograph::cli {

/// Adds the flags of prometheus-adapter that mean nothing here, so that existing arguments work as they are.
/// Their values are not looked at. Each one given adds one line to `warnings`, however often it is given;
/// `warnings` must outlive the parsing. --help does not list them.
void add_inert_flags(CLI::App& app, std::vector<std::string>& warnings);

} // namespace barograph::cli
