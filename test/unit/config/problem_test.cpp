#include "config/problem.hpp"
#include "test/support/catch.hpp"

namespace {

using namespace barograph::config;

TEST_CASE("a problem reads as file, line, column and message, as compilers write it") {
    CHECK(to_string(problem{"rules.yaml", 3, 7, "wrong; right"}) == "rules.yaml:3:7: wrong; right");
}

TEST_CASE("a warning says that it is one") {
    CHECK(to_string(problem{"rules.yaml", 3, 7, "odd", severity::warning}) == "rules.yaml:3:7: warning: odd");
}

TEST_CASE("a problem with the whole file has no line") {
    CHECK(to_string(problem{"rules.yaml", 0, 0, "is a directory"}) == "rules.yaml: is a directory");
}

TEST_CASE("problems are ordered by place, errors before warnings") {
    const problem first{"f", 2, 9, "z"};
    CHECK(comes_before(first, {"f", 10, 1, "a"}));
    CHECK(comes_before(first, {"f", 2, 10, "a"}));
    CHECK(comes_before(first, {"f", 2, 9, "a", severity::warning}));
    CHECK_FALSE(comes_before(first, first));
}

} // namespace
