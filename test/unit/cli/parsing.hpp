#pragma once
#include "cli/serve_options.hpp"
#include "test/support/catch.hpp"

namespace barograph::test {

inline cli::serve_options options_of(std::vector<std::string> arguments) {
    std::optional<cli::help_wanted> help;
    auto parsed = cli::parse_serve_options(std::move(arguments), help);
    INFO((parsed ? std::string() : parsed.error()));
    REQUIRE(parsed.has_value());
    CHECK_FALSE(help.has_value());
    return std::move(*parsed);
}

inline std::string refusal_of(std::vector<std::string> arguments) {
    std::optional<cli::help_wanted> help;
    const auto parsed = cli::parse_serve_options(std::move(arguments), help);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().find('\n') == std::string::npos);
    return parsed.error();
}

} // namespace barograph::test
