#include "cli/check/check_file.hpp"

#include "config/load.hpp"
#include "config/yaml_document.hpp"

#include <iostream>
#include <utility>

namespace barograph::cli {

namespace {

std::expected<config::configuration, std::vector<config::problem>> load_standard_input() {
    // One byte more than allowed, for which it is then refused.
    std::string text(config::yaml_limits{}.bytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return config::parse("<stdin>", text);
}

} // namespace

checked_file check_file(const std::string& name) {
    const bool is_standard_input = name == "-";
    auto loaded = is_standard_input ? load_standard_input() : config::load_file(name);
    checked_file file{.name = is_standard_input ? "<stdin>" : name, .accepted = loaded.has_value()};
    if (!loaded) {
        file.problems = std::move(loaded.error());
        return file;
    }
    for (auto& rule : loaded->external_rules) {
        file.rules.push_back({.rule = std::move(rule), .found = {}});
    }
    file.custom_rules = loaded->custom_rules.size();
    file.has_resource_rules = loaded->resource_rules.has_value();
    file.problems = std::move(loaded->warnings);
    return file;
}

} // namespace barograph::cli
