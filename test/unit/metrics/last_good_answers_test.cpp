#include "metrics/last_good_answers.hpp"
#include "test/support/catch.hpp"

namespace last_good_answers_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

const net::time_point start{1000s};

metrics::good_answer answer_at(net::time_point when) {
    return {.values = std::make_shared<const metrics::value_list>(), .when = when};
}

} // namespace

TEST_CASE("the last good answer to a question is the one remembered last") {
    metrics::last_good_answers answers;
    answers.remember("a", answer_at(start));
    answers.remember("a", answer_at(start + 5s));
    REQUIRE(answers.find("a").has_value());
    CHECK(answers.find("a")->when == start + 5s);
    CHECK_FALSE(answers.find("b").has_value());
}

TEST_CASE("beyond the capacity the longest unused is forgotten, and being asked for is a use") {
    metrics::last_good_answers answers(2);
    answers.remember("a", answer_at(start));
    answers.remember("b", answer_at(start));
    CHECK(answers.find("a").has_value());
    answers.remember("c", answer_at(start));
    CHECK(answers.find("a").has_value());
    CHECK_FALSE(answers.find("b").has_value());
    CHECK(answers.find("c").has_value());
}

TEST_CASE("remembering anew is a use") {
    metrics::last_good_answers answers(2);
    answers.remember("a", answer_at(start));
    answers.remember("b", answer_at(start));
    answers.remember("a", answer_at(start));
    answers.remember("c", answer_at(start));
    CHECK(answers.find("a").has_value());
    CHECK_FALSE(answers.find("b").has_value());
}

} // namespace last_good_answers_test
