#include "test/support/catch.hpp"
#include "test/unit/cli/parsing.hpp"

namespace limit_flags_test {

using namespace barograph;
using namespace std::chrono_literals;

TEST_CASE("each limit on clients has a flag") {
    const auto limits =
        test::options_of({"--config=c", "--max-header-bytes=20000", "--max-header-count=2",
                          "--max-target-bytes=3", "--max-selector-bytes=4", "--max-body-bytes=5",
                          "--max-connections=6", "--max-connections-per-peer=7", "--max-requests-inflight=8",
                          "--max-requests-per-connection=9", "--handshake-timeout=10s",
                          "--header-timeout=11s", "--body-timeout=12s", "--write-timeout=13s",
                          "--idle-timeout=14s"})
            .limits;
    CHECK(limits.max_header_bytes == 20000);
    CHECK(limits.max_header_count == 2);
    CHECK(limits.max_target_bytes == 3);
    CHECK(limits.max_selector_bytes == 4);
    CHECK(limits.max_body_bytes == 5);
    CHECK(limits.max_connections == 6);
    CHECK(limits.max_connections_per_peer == 7);
    CHECK(limits.max_requests_in_flight == 8);
    CHECK(limits.max_requests_per_connection == 9);
    CHECK(limits.handshake_timeout == 10s);
    CHECK(limits.header_timeout == 11s);
    CHECK(limits.body_timeout == 12s);
    CHECK(limits.write_timeout == 13s);
    CHECK(limits.idle_timeout == 14s);
}

TEST_CASE("no limit can be switched off, and none be absurd") {
    for (const auto* flag :
         {"--max-connections=0", "--max-header-count=-1", "--max-body-bytes=99999999999",
          "--max-connections=x", "--idle-timeout=0", "--header-timeout=0s", "--max-target-bytes=100000"}) {
        INFO(flag);
        const auto refusal = test::refusal_of({"--config=c", flag});
        const std::string name(flag);
        CHECK_THAT(refusal, test::ContainsSubstring(name.substr(0, name.find('='))));
    }
}

TEST_CASE("by default the idle timeout outlasts the connections that Go's clients keep") {
    CHECK(test::options_of({"--config=c"}).limits.idle_timeout > 90s);
}

} // namespace limit_flags_test
