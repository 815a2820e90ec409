#include "telemetry/log.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace log_test {

using namespace barograph;

namespace {

template <typename Write>
std::string logged(int verbosity, Write write) {
    const test::captured_output capture(STDERR_FILENO);
    telemetry::configure_log(verbosity);
    write();
    auto text = capture.text();
    telemetry::configure_log(0);
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

// The line with each digit a zero, so that any time is the same.
std::string with_zeros(std::string line) {
    std::ranges::replace_if(line, [](char c) { return c >= '1' && c <= '9'; }, '0');
    return line;
}

} // namespace

TEST_CASE("an event is one line: the time in UTC, the level and the message") {
    const auto text = logged(0, [] {
        telemetry::log_error("one");
        telemetry::log_warning("two");
        telemetry::log_info("three {} %s");
    });
    const auto lines = lines_of(text);
    REQUIRE(lines.size() == 3);
    CHECK(with_zeros(lines[0]) == "0000-00-00T00:00:00.000Z error one");
    CHECK(with_zeros(lines[1]) == "0000-00-00T00:00:00.000Z warning two");
    CHECK(with_zeros(lines[2]) == "0000-00-00T00:00:00.000Z info three {} %s");
    CHECK(text.ends_with('\n'));
}

TEST_CASE("a command may have warnings and errors alone") {
    const auto text = logged(0, [] {
        telemetry::log_warnings_only();
        telemetry::log_info("quiet");
        telemetry::log_warning("loud");
        telemetry::log_error("louder");
    });
    CHECK(lines_of(text).size() == 2);
    CHECK(text.find("quiet") == text.npos);
}

TEST_CASE("debug lines are written from verbosity 4 on") {
    const auto debug = [] { telemetry::log_debug("detail"); };
    CHECK(logged(0, debug).empty());
    CHECK(logged(3, debug).empty());
    CHECK(lines_of(logged(4, debug)).size() == 1);
    CHECK(lines_of(logged(10, debug)).size() == 1);
    CHECK(lines_of(logged(-1, [] { telemetry::log_info("still there"); })).size() == 1);
}

TEST_CASE("a message from outside cannot forge another line, nor speak to the terminal") {
    std::string message = "a\nb\r\nc\td\x1b[31me\x7f"
                          "f";
    message.push_back('\0');
    const auto text = logged(0, [&] { telemetry::log_error(message); });
    const auto lines = lines_of(text);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].ends_with("error a b  c d [31me f "));
}

TEST_CASE("text beyond ASCII is left alone") {
    CHECK(logged(0, [] { telemetry::log_info("große Länge…"); }).ends_with("info große Länge…\n"));
}

TEST_CASE("lines of several threads are whole") {
    const auto text = logged(0, [] {
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([] {
                for (int n = 0; n < 200; ++n) {
                    telemetry::log_info(std::string(100, 'x'));
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    });
    const auto lines = lines_of(text);
    CHECK(lines.size() == 800);
    CHECK(std::ranges::all_of(
        lines, [](const auto& line) { return line.ends_with(" info " + std::string(100, 'x')); }));
}

TEST_CASE("a disabled log writes nothing, until it is configured again") {
    CHECK(logged(0, [] {
              telemetry::disable_log();
              telemetry::log_error("unseen");
              telemetry::configure_log(0);
              telemetry::log_info("seen");
          }).find("unseen") == std::string::npos);
}

} // namespace log_test
