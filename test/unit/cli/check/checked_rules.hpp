#pragma once
#include "cli/check/check_report.hpp"
#include "config/load.hpp"
#include "test/support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::test {

/// The external rules of a text that must load.
inline std::vector<rules::rule> rules_of(std::string_view yaml) {
    auto loaded = config::parse("f", yaml);
    INFO((loaded ? std::string() : config::to_string(loaded.error().front())));
    REQUIRE(loaded.has_value());
    return std::move(loaded->external_rules);
}

/// A report of one accepted file, `f`, with these rules and nothing found yet.
inline cli::check_report report_of(std::string_view yaml) {
    cli::checked_file file{.name = "f", .accepted = true};
    for (auto& rule : rules_of(yaml)) {
        file.rules.push_back({.rule = std::move(rule), .found = {}});
    }
    cli::check_report report;
    report.files.push_back(std::move(file));
    report.prometheus = cli::asked_prometheus{.url = "http://scripted", .failure = {}};
    return report;
}

} // namespace barograph::test
