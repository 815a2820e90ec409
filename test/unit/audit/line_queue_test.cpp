#include "audit/line_queue.hpp"
#include "test/support/catch.hpp"

#include <thread>

namespace line_queue_test {

using barograph::audit::line_queue;

namespace {

constexpr std::size_t many = 1000;

std::string all_of(line_queue& queue) {
    queue.close();
    std::string all;
    while (const auto line = queue.pop()) {
        all += *line + ";";
    }
    return all;
}

} // namespace

TEST_CASE("lines come in the order in which they were given") {
    line_queue queue(many, many);
    CHECK(queue.push("a") == 0);
    CHECK(queue.push("bb") == 0);
    CHECK(queue.pop() == "a");
    CHECK(all_of(queue) == "bb;");
}

TEST_CASE("over the number of lines the oldest makes room") {
    line_queue queue(2, many);
    CHECK(queue.push("a") == 0);
    CHECK(queue.push("b") == 0);
    CHECK(queue.push("c") == 1);
    CHECK(all_of(queue) == "b;c;");
}

TEST_CASE("over the number of bytes as many of the oldest make room as it takes") {
    line_queue queue(many, 10);
    CHECK(queue.push("1234") == 0);
    CHECK(queue.push("5678") == 0);
    CHECK(queue.push("90") == 0);
    CHECK(queue.push("abcdef") == 2);
    CHECK(all_of(queue) == "90;abcdef;");
}

TEST_CASE("what was taken counts no more") {
    line_queue queue(many, 4);
    CHECK(queue.push("1234") == 0);
    CHECK(queue.pop() == "1234");
    CHECK(queue.push("5678") == 0);
    CHECK(all_of(queue) == "5678;");
}

TEST_CASE("a line that alone is too large is dropped itself, and no other for it") {
    line_queue queue(many, 4);
    CHECK(queue.push("abc") == 0);
    CHECK(queue.push("12345") == 1);
    CHECK(all_of(queue) == "abc;");
}

TEST_CASE("an interruption comes before what waits, and once") {
    line_queue queue(many, many);
    queue.push("a");
    queue.interrupt();
    queue.interrupt();
    CHECK(queue.pop() == "");
    CHECK(queue.pop() == "a");
    CHECK(all_of(queue).empty());
}

TEST_CASE("whoever waits is woken by a line, by an interruption and by the end") {
    line_queue queue(many, many);
    std::string seen;
    std::thread reader([&] {
        while (const auto line = queue.pop()) {
            seen += "[" + *line + "]";
        }
    });
    queue.push("a");
    queue.push("b");
    queue.close();
    reader.join();
    CHECK(seen == "[a][b]");
}

} // namespace line_queue_test
