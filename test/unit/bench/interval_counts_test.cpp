#include "bench/load/interval_counts.hpp"
#include "test/support/catch.hpp"

#include <thread>

using namespace barograph::bench;

namespace {

statistics answers(std::uint64_t count) {
    statistics counted;
    counted.answers = count;
    return counted;
}

} // namespace

TEST_CASE("the counts of an interval are those of all workers, though one is ahead of another") {
    interval_counts counts(2);
    counts.hand_in(0, answers(1));
    counts.hand_in(0, answers(10));
    counts.hand_in(1, answers(2));
    CHECK(counts.collect().answers == 3);
    counts.hand_in(1, answers(20));
    CHECK(counts.collect().answers == 30);
}

TEST_CASE("the counts of an interval wait for the last worker") {
    interval_counts counts(2);
    counts.hand_in(1, answers(5));
    std::jthread late([&] { counts.hand_in(0, answers(6)); });
    CHECK(counts.collect().answers == 11);
}
