#pragma once
#include "rules/rule.hpp"

#include <stdexcept>
#include <utility>

namespace barograph::test {

/// A rule that a test needs to be valid.
inline rules::rule rule_of(rules::rule_spec spec) {
    auto compiled = rules::rule::compile(std::move(spec));
    if (!compiled) {
        throw std::runtime_error("the test's rule is invalid: " + compiled.error().front().message);
    }
    return *std::move(compiled);
}

} // namespace barograph::test
