#include "rules/promql/names.hpp"
#include "test/support/catch.hpp"

namespace promql_names_test {

namespace {

using namespace barograph::rules::promql;

TEST_CASE("a plain label has letters, digits and underscores") {
    for (const auto* const name : {"a", "_", "app_2", "ABC", "by", "on"})
        CHECK(is_plain_label(name));
    for (const auto* const name : {"", "1st", "a-b", "a:b", "app.kubernetes.io/name", "é", "a b"})
        CHECK_FALSE(is_plain_label(name));
}

TEST_CASE("a plain metric may have colons, and be called as most words of the language") {
    for (const auto* const name :
         {"queue_depth", "job:requests:rate5m", ":a", "sum", "by", "offset", "start", "infinity"})
        CHECK(is_plain_metric(name));
    for (const auto* const name : {"", "1x", "http.server.requests", "a b", "é"})
        CHECK_FALSE(is_plain_metric(name));
}

TEST_CASE("words that PromQL would not read as a metric are not plain, in any case") {
    for (const auto* const name : {"inf", "NaN", "Inf", "on", "bool", "atan2", "ignoring", "group_left",
                                   "GROUP_RIGHT", "ATAN2", "atAN2"})
        CHECK_FALSE(is_plain_metric(name));
}

} // namespace

} // namespace promql_names_test
