#include "rules/selector.hpp"

#include "test/support/catch.hpp"

namespace {

using namespace barograph::rules;

TEST_CASE("requirements are sorted by key, and those on one key keep their order") {
    CHECK(to_string(parse_selector("zone in (b,a,b), app!=x,!gpu,app=y").value()) == "app!=x,app=y,!gpu,zone in (a,b)");
}

} // namespace
