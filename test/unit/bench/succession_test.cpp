#include "bench/load/succession.hpp"
#include "test/support/catch.hpp"

#include <set>
#include <utility>

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
    const auto [spare, replaced] =
        GENERATE(values<std::pair<std::size_t, std::size_t>>({{0, 0}, {2, 0}, {0, 2}}));
    const succession keys(4, spare, replaced);
    for (const std::uint64_t period : {0U, 1U, 1000U}) {
        CHECK(asked(keys, 9, period) == targets{0, 1, 2, 3});
        CHECK(keys.target(6, period) == 2);
    }
}

TEST_CASE("so many targets a period give their place to spare ones, and get it back") {
    const succession keys(10, 4, 2);
    CHECK(asked(keys, 6, 0) == targets{0, 1, 2, 3, 4, 5});
    CHECK(asked(keys, 6, 1) == targets{0, 1, 8, 9, 4, 5});
    CHECK(asked(keys, 6, 2) == targets{6, 7, 8, 9, 4, 5});
    CHECK(asked(keys, 6, 3) == targets{6, 7, 2, 3, 4, 5});
    CHECK(asked(keys, 6, 4) == targets{0, 1, 2, 3, 4, 5});
}

TEST_CASE("askers of one target go on to the same one") {
    const succession keys(8, 4, 1);
    for (std::uint64_t period = 0; period < 20; ++period) {
        CHECK(keys.target(3, period) == keys.target(7, period));
    }
}

TEST_CASE("no more than half of the targets are spare") {
    CHECK(asked(succession(1, 5, 5), 3, 1) == targets{0});
    CHECK(asked(succession(4, 4, 2), 4, 1) == targets{2, 3});
}
