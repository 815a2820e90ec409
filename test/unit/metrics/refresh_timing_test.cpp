#include "metrics/refresh_timing.hpp"
#include "test/support/catch.hpp"

namespace refresh_timing_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using metrics::refresh_timing;

namespace {

constexpr metrics::ask_misses::spread steady{.early = 10ms, .late = 10ms};

} // namespace

TEST_CASE("a query goes out early enough for the backend and for asks that come early") {
    CHECK(refresh_timing(5s, 0s).lead() == 500ms);
    CHECK(refresh_timing(5s, 2s).lead() == 2500ms);
    CHECK(refresh_timing(5s, 4'700ms).lead() == 4'750ms);
    CHECK(refresh_timing(1500ms, 0s).lead() == 250ms);
}

TEST_CASE("a value of a fast backend serves asks until it is too old, but for those that come late") {
    CHECK(refresh_timing(5s, 0s).serves_for() == 4s);
    CHECK(refresh_timing(5s, 0s, steady).serves_for() == 4800ms);
    CHECK(refresh_timing(1500ms, 0s).serves_for() == 1s);
}

TEST_CASE("the slower a backend, the fewer asks share a value, but always the one that it was asked for") {
    CHECK(refresh_timing(5s, 1s, steady).serves_for() == 2840ms);
    CHECK(refresh_timing(5s, 2s, steady).serves_for() == 2520ms);
    CHECK(refresh_timing(5s, 2s).serves_for() == 3s);
    CHECK(refresh_timing(5s, 4s, steady).serves_for() == 4840ms);
    CHECK(refresh_timing(5s, 4s, metrics::ask_misses::spread{.early = 0s, .late = 150ms}).serves_for() ==
          4700ms);
}

TEST_CASE("asks that never cease are served by fewer queries than may be under way") {
    const refresh_timing slow(5s, 2500ms, steady);
    const auto window = slow.serves_for() - slow.lead();
    CHECK(window == 500ms);
    CHECK(2500ms / window < refresh_timing::queries_at_once);
}

TEST_CASE("asks that miss their time by more than is kept for them are not certain") {
    const auto missing = [](std::chrono::milliseconds early, std::chrono::milliseconds late) {
        return refresh_timing(5s, 2s, metrics::ask_misses::spread{early, late}).is_certain();
    };
    CHECK(missing(1s, 1s));
    CHECK_FALSE(missing(1001ms, 0ms));
    CHECK_FALSE(missing(0ms, 1001ms));
    CHECK_FALSE(refresh_timing(5s, 2s).is_certain());
}

TEST_CASE("while very many queries are under way, as many asks share a value as may") {
    const refresh_timing crowded(5s, 2s, steady, true);
    CHECK(crowded.serves_for() == 4880ms);
    CHECK(crowded.lead() == refresh_timing(5s, 2s, steady).lead());
}

TEST_CASE("who comes late needs no earlier query, and who comes early no shorter life of a value") {
    const refresh_timing late(5s, 2s, metrics::ask_misses::spread{.early = 0s, .late = 300ms});
    CHECK(late.lead() == 2120ms);
    CHECK(late.patience() == 600ms);
    const refresh_timing early(5s, 2s, metrics::ask_misses::spread{.early = 300ms, .late = 0s});
    CHECK(early.lead() == 2600ms);
    CHECK(early.patience() == 120ms);
}

TEST_CASE("a backend slower than a value may be old can't be asked in advance") {
    CHECK(refresh_timing(5s, 4999ms).possible());
    CHECK_FALSE(refresh_timing(5s, 5s).possible());
    CHECK_FALSE(refresh_timing(0s, 0s).possible());
}

} // namespace refresh_timing_test
