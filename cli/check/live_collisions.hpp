#pragma once
#include "metrics/catalogue.hpp"
#include "rules/rule.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace barograph::cli {

/// Something to warn of, and the rule that it is about.
struct collision {
    std::size_t rule = 0; ///< index into the rules
    std::string message;
};

/// Names that more than one rule gives, or more than one series of one rule whose query needs the series:
/// who gives them, and who is used, as `catalogue` decides it. `series[i]` are the series names that
/// `rules[i]` finds; `catalogue` was built of both. Names with the same givers and the same winner are told
/// together.
std::vector<collision> find_collisions(std::span<const rules::rule> rules,
                                       std::span<const std::vector<std::string>> series,
                                       const metrics::catalogue& catalogue);

} // namespace barograph::cli
