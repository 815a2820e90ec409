#include "bench/load/succession.hpp"
#include "test/support/catch.hpp"

#include <set>

using barograph::bench::succession;

namespace {

std::set<std::size_t> asked(const succession& keys, std::size_t askers, std::uint64_t period) {
    std::set<std::size_t> targets;
    for (std::size_t asker = 0; asker < askers; ++asker) {
        targets.insert(keys.target(asker, period));
    }
    return targets;
}

using targets = std::set<std::size_t>;

} // namespace

TEST_CASE("without replacement all targets are asked for, always") {
    const succession keys(4, 0);
    for (const std::uint64_t period : {0U, 1U, 1000U}) {
        CHECK(asked(keys, 9, period) == targets{0, 1, 2, 3});
        CHECK(keys.target(6, period) == 2);
    }
}

TEST_CASE("so many targets a period are replaced by others, and those by the first again") {
    const succession keys(8, 2);
    CHECK(asked(keys, 4, 0) == targets{0, 1, 2, 3});
    CHECK(asked(keys, 4, 1) == targets{0, 1, 6, 7});
    CHECK(asked(keys, 4, 2) == targets{4, 5, 6, 7});
    CHECK(asked(keys, 4, 3) == targets{2, 3, 4, 5});
    CHECK(asked(keys, 4, 4) == targets{0, 1, 2, 3});
}

TEST_CASE("askers of one target go on to the same successor") {
    const succession keys(8, 1);
    for (std::uint64_t period = 0; period < 20; ++period) {
        CHECK(keys.target(3, period) == keys.target(7, period));
    }
}

TEST_CASE("a single target has no successor") {
    CHECK(asked(succession(1, 5), 3, 0) == targets{0});
}
