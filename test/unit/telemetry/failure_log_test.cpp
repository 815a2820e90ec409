#include "telemetry/failure_log.hpp"
#include "test/support/catch.hpp"
#include "test/unit/telemetry/log_news.hpp"

namespace failure_log_test {

using namespace barograph;
using test::ContainsSubstring;
using test::count_lines;

namespace {

struct fixture : test::log_news {
    telemetry::failure_log failures;
};

} // namespace

TEST_CASE_METHOD(fixture, "a failure is logged when it begins, when its cause changes and when it is over") {
    failures.works("rule 1");
    CHECK(news().empty());

    failures.failed("rule 1", "connection refused");
    CHECK_THAT(news(), ContainsSubstring(" error rule 1: connection refused\n"));
    failures.failed("rule 1", "connection refused");
    failures.failed("rule 1", "connection refused");
    CHECK(news().empty());

    failures.failed("rule 1", "timed out");
    CHECK_THAT(news(), ContainsSubstring(" error rule 1: timed out\n"));
    failures.failed("rule 1", "timed out");
    CHECK(news().empty());

    failures.works("rule 1");
    CHECK_THAT(news(), ContainsSubstring(" info rule 1: works again\n"));
    failures.works("rule 1");
    CHECK(news().empty());

    failures.failed("rule 1", "timed out");
    CHECK_THAT(news(), ContainsSubstring(" error rule 1: timed out\n"));
}

TEST_CASE_METHOD(fixture, "each subject has a failure of its own") {
    failures.failed("rule 1", "same");
    failures.failed("rule 2", "same");
    CHECK(count_lines(news()) == 2);
    failures.works("rule 1");
    CHECK_THAT(news(), ContainsSubstring("rule 1: works again"));
    failures.failed("rule 2", "same");
    CHECK(news().empty());
}

TEST_CASE_METHOD(
    fixture,
    "failures that may have one cause are told together, and each is one of those or one of its own") {
    failures.failed("rule 1", "connection refused", "unreachable");
    failures.failed("rule 2", "connection refused", "unreachable");
    CHECK_THAT(news(), ContainsSubstring(" error rule 1: connection refused\n"));
    failures.failed("rule 2", "no such function");
    CHECK_THAT(news(), ContainsSubstring(" error rule 2: no such function\n"));
    failures.works("rule 1");
    CHECK_THAT(news(), ContainsSubstring(" info rule 1: works again\n"));
    failures.failed("rule 2", "timed out", "timed out");
    failures.works("rule 2");
    const auto told = news();
    CHECK_THAT(told, ContainsSubstring(" error rule 2: timed out\n"));
    CHECK_THAT(told, ContainsSubstring(" info rule 2: works again\n"));
    CHECK(count_lines(told) == 2);
}

TEST_CASE_METHOD(fixture, "beyond the number that is remembered each failure is logged as it happens") {
    for (std::size_t i = 0; i < telemetry::failure_log::max_failures; ++i) {
        failures.failed(std::to_string(i), "x");
    }
    CHECK(count_lines(news()) == telemetry::failure_log::max_failures);
    failures.failed("one more", "x");
    failures.failed("one more", "x");
    CHECK(count_lines(news()) == 2);
    failures.works("one more");
    CHECK(news().empty());
    failures.failed("7", "x");
    CHECK(news().empty());
    failures.failed("7", "y");
    CHECK(count_lines(news()) == 1);

    failures.works("7");
    CHECK(count_lines(news()) == 1);
    failures.failed("one more", "x");
    failures.failed("one more", "x");
    CHECK(count_lines(news()) == 1);
}

TEST_CASE_METHOD(fixture,
                 "long texts are remembered up to a number of bytes, and make room when they are over") {
    const std::string half(telemetry::failure_log::max_bytes / 2, 'x');
    failures.failed("1", half);
    failures.failed("2", half);
    failures.failed("2", half);
    CHECK(count_lines(news()) == 3);
    SECTION("one works") {
        failures.works("1");
    }
    SECTION("one fails for a shorter cause") {
        failures.failed("1", "y");
    }
    SECTION("none is done any more") {
        failures.forget();
    }
    failures.failed("2", half);
    news();
    failures.failed("2", half);
    CHECK(news().empty());
}

} // namespace failure_log_test
