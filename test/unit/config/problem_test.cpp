#include "config/problem.hpp"
#include "test/support/catch.hpp"

namespace problem_test {

namespace {

using namespace barograph::config;

TEST_CASE("a problem reads as file, line, column and message, as compilers write it") {
    CHECK(to_string(problem{"rules.yaml", 3, 7, "wrong; right"}) == "rules.yaml:3:7: wrong; right");
}

TEST_CASE("a warning says that it is one") {
    CHECK(to_string(problem{"rules.yaml", 3, 7, "odd", severity::warning}) == "rules.yaml:3:7: warning: odd");
}

TEST_CASE("a note says that it is one") {
    CHECK(to_string(problem{"rules.yaml", 3, 7, "by the way", severity::note}) ==
          "rules.yaml:3:7: note: by the way");
}

TEST_CASE("a log that tells the severity gets the rest") {
    CHECK(without_severity(problem{"rules.yaml", 3, 7, "odd", severity::warning}) == "rules.yaml:3:7: odd");
}

TEST_CASE("a problem with a whole line has no column") {
    CHECK(to_string(problem{"rules.yaml", 3, 0, "wrong"}) == "rules.yaml:3: wrong");
}

TEST_CASE("a problem with the whole file has no line") {
    CHECK(to_string(problem{"rules.yaml", 0, 0, "is a directory"}) == "rules.yaml: is a directory");
}

TEST_CASE("problems are ordered by place, errors before warnings") {
    const problem first{"f", 2, 9, "z"};
    CHECK(comes_before(first, {"f", 10, 1, "a"}));
    CHECK(comes_before(first, {"f", 2, 10, "a"}));
    CHECK(comes_before(first, {"f", 2, 9, "a", severity::warning}));
    CHECK(comes_before({"f", 2, 9, "z", severity::warning}, {"f", 2, 9, "a", severity::note}));
    CHECK_FALSE(comes_before(first, first));
}

} // namespace

} // namespace problem_test
