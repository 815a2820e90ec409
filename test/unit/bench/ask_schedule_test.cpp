#include "bench/load/ask_schedule.hpp"
#include "test/support/catch.hpp"

#include <map>
#include <vector>

namespace ask_schedule_test {

using barograph::bench::ask_schedule;
using namespace std::chrono_literals;

namespace {

using asks = std::map<std::size_t, std::vector<ask_schedule::duration>>;

/// When each asker asks, until then.
asks by_asker(ask_schedule schedule, ask_schedule::duration end) {
    asks made;
    auto before = ask_schedule::duration::zero();
    for (auto turn = schedule.next(); turn.due < end; schedule.advance(), turn = schedule.next()) {
        CHECK(turn.due >= before);
        before = turn.due;
        made[turn.asker].push_back(turn.due);
    }
    return made;
}

constexpr ask_schedule::shape twenty{.rate = 2, .period_seconds = 10};

} // namespace

TEST_CASE("each asker asks once a period, always at the same moment of it") {
    const auto made = by_asker(ask_schedule(twenty, 0, 1), 30s);
    CHECK(made.size() == 20);
    for (const auto& [asker, times] : made) {
        REQUIRE(times.size() == 3);
        CHECK(times[1] - times[0] == 10s);
        CHECK(times[2] - times[1] == 10s);
    }
}

TEST_CASE("parts share the askers, and none is left out") {
    auto first = by_asker(ask_schedule(twenty, 0, 3), 10s);
    CHECK(first.size() == 7);
    first.merge(by_asker(ask_schedule(twenty, 1, 3), 10s));
    first.merge(by_asker(ask_schedule(twenty, 2, 3), 10s));
    CHECK(first.size() == 20);
    CHECK(ask_schedule({.rate = 0.1, .period_seconds = 10}, 1, 2).empty());
}

TEST_CASE("a round is a part of the period in which all ask") {
    auto shape = twenty;
    shape.round_seconds = 2;
    const auto made = by_asker(ask_schedule(shape, 0, 1), 20s);
    CHECK(made.size() == 20);
    for (const auto& [asker, times] : made) {
        CHECK(times.front() < 2s);
        CHECK(times.back() >= 10s);
        CHECK(times.back() < 12s);
    }
}

TEST_CASE("askers that are spread evenly ask one after the other") {
    auto shape = twenty;
    shape.even = true;
    ask_schedule schedule(shape, 0, 1);
    for (std::size_t asker = 0; asker < 20; ++asker, schedule.advance()) {
        CHECK(schedule.next().asker == asker);
        CHECK(schedule.next().due == asker * 500ms);
    }
}

TEST_CASE("with a ramp askers begin one after the other, and each asks in each period from then on") {
    auto shape = twenty;
    shape.ramp_seconds = 40;
    const auto made = by_asker(ask_schedule(shape, 0, 1), 60s);
    CHECK(made.size() == 20);
    for (const auto& [asker, times] : made) {
        CHECK(times.front() >= asker * 2s);
        CHECK(times.front() < asker * 2s + 10s);
        CHECK(times.back() >= 50s);
        CHECK(times.back() - times.front() == (times.size() - 1) * 10s);
    }
}

} // namespace ask_schedule_test
