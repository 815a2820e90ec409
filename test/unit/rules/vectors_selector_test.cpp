#include "test/support/catch.hpp"
#include "test/unit/rules/defects.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rules_groups.hpp"

namespace vectors_selector_test {

namespace {

using namespace barograph::test::vectors;
using barograph::test::check_defects;
using barograph::test::check_recorded;

TEST_CASE("selectors are read, and refused in the same words, as prometheus-adapter does") {
    check_recorded("selector", answer_selector, true);
}

TEST_CASE("a query string that prometheus-adapter reads wrongly is refused") {
    constexpr auto undecodable = "what cannot be decoded could have been a selector: never `no selector`";
    constexpr auto nul = "a NUL byte would hide what follows it: never a part of the selector";
    check_defects("selector", answer_selector,
                  {
                      {"query-broken/bad percent code", undecodable, "{}"},
                      {"query-broken/percent at the end", undecodable, "{}"},
                      {"query-bytes/NUL at the end", nul, "{}"},
                      {"query-bytes/NUL before a comma", nul, "{}"},
                      {"query-bytes/NUL first hides the rest", nul, "{}"},
                  });
}

} // namespace

} // namespace vectors_selector_test
