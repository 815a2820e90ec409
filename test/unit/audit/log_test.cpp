#include "audit/event_text.hpp"
#include "audit/log.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/audit/sample_event.hpp"

#include <array>
#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace log_test {

using namespace barograph;
using mode = audit::log_options::mode;

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

struct fixture {
    std::unique_ptr<audit::log> open() {
        auto opened = audit::log::open(options, {.written = [this] { ++written; },
                                                 .failed =
                                                     [this](const std::string& cause) {
                                                         ++failed;
                                                         last_cause = cause;
                                                     },
                                                 .dropped = [this](std::size_t count) { dropped += count; },
                                                 .reopened =
                                                     [this](const std::string& cause) {
                                                         not_reopened = cause;
                                                         ++reopened;
                                                     }});
        INFO((opened ? std::string() : opened.error()));
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    test::temporary_folder folder;
    std::filesystem::path path = folder.path() / "audit.log";
    audit::log_options options{.path = path.string()};
    std::atomic<std::size_t> written = 0;
    std::atomic<std::size_t> failed = 0;
    std::atomic<std::size_t> dropped = 0;
    std::atomic<std::size_t> reopened = 0;
    std::string last_cause;
    std::string not_reopened;
};

const std::string line = audit::to_json(test::sample_event()) + "\n";

} // namespace

TEST_CASE_METHOD(fixture, "an event is a line of the file before write() comes back, behind what was there") {
    std::ofstream(path) << "before\n";
    const auto log = open();
    log->write(test::sample_event());
    CHECK(content_of(path) == "before\n" + line);
    CHECK(written == 1);
    CHECK(failed == 0);
}

TEST_CASE_METHOD(fixture, "the legacy format is written on request") {
    options.how = audit::log_options::format::legacy;
    open()->write(test::sample_event());
    CHECK(content_of(path) == audit::to_legacy(test::sample_event()) + "\n");
}

TEST_CASE_METHOD(fixture, "the file is its owner's alone, and its folder is made") {
    path = folder.path() / "new" / "audit.log";
    options.path = path.string();
    const auto log = open();
    struct stat seen{};
    REQUIRE(::stat(path.c_str(), &seen) == 0);
    CHECK((seen.st_mode & 0777U) == 0600U);
}

TEST_CASE_METHOD(fixture, "a file that cannot be opened is refused at once, with the reason") {
    options.path = folder.path().string();
    const auto opened = audit::log::open(options, {});
    REQUIRE_FALSE(opened.has_value());
    CHECK_THAT(opened.error(), test::ContainsSubstring("cannot open " + options.path));
    CHECK_THAT(opened.error(), test::ContainsSubstring("Is a directory"));
}

TEST_CASE_METHOD(fixture, "a full disk costs events, which are counted, and nothing else") {
    options.path = "/dev/full";
    const auto log = open();
    log->write(test::sample_event());
    log->write(test::sample_event());
    CHECK(failed == 2);
    CHECK(written == 0);
    CHECK_THAT(last_cause, test::ContainsSubstring("No space left on device"));
}

TEST_CASE_METHOD(fixture, "a line that was cut off is ended before the next") {
    std::ofstream(path) << R"({"kind":"Ev)";
    open()->write(test::sample_event());
    CHECK(content_of(path) == "{\"kind\":\"Ev\n" + line);
}

TEST_CASE_METHOD(fixture, "past its size the file is rotated, and only so many old ones are kept") {
    options.max_size = 1;
    options.max_backup = 2;
    auto big = test::sample_event();
    big.user_agent = std::string(600'000, 'x');
    const auto log = open();
    for (int i = 0; i < 5; ++i) {
        big.id = std::to_string(i);
        log->write(big);
    }
    const auto id_in = [&](const std::string& name) {
        const auto text = content_of(folder.path() / name);
        return text.substr(text.find("auditID"), 12);
    };
    CHECK(id_in("audit.log") == R"(auditID":"4")");
    CHECK(id_in("audit.1.log") == R"(auditID":"3")");
    CHECK(id_in("audit.2.log") == R"(auditID":"2")");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "audit.3.log"));
    CHECK(written == 5);
}

TEST_CASE_METHOD(fixture, "a size of 0 never rotates") {
    options.max_size = 0;
    const auto log = open();
    auto big = test::sample_event();
    big.user_agent = std::string(600'000, 'x');
    log->write(big);
    log->write(big);
    CHECK(std::filesystem::file_size(path) > 1'200'000);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "audit.1.log"));
}

TEST_CASE_METHOD(fixture, "rotated files are removed when they are too old, and no others") {
    options.max_age = 7;
    const auto age = [&](const std::string& name, int days) {
        std::ofstream(folder.path() / name) << "old\n";
        std::filesystem::last_write_time(folder.path() / name, std::filesystem::file_time_type::clock::now() -
                                                                   std::chrono::hours(24 * days));
    };
    age("audit.1.log", 6);
    age("audit.2.log", 8);
    age("audit.log", 9);
    age("other.2.log", 10);
    const auto log = open();
    CHECK(std::filesystem::exists(folder.path() / "audit.1.log"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "audit.2.log"));
    CHECK(std::filesystem::exists(folder.path() / "audit.log"));
    CHECK(std::filesystem::exists(folder.path() / "other.2.log"));
}

TEST_CASE_METHOD(fixture, "in mode batch what waits at the end is written") {
    options.when = mode::batch;
    auto log = open();
    for (int i = 0; i < 100; ++i) {
        log->write(test::sample_event());
    }
    log.reset();
    CHECK(written == 100);
    CHECK(dropped == 0);
    std::string all;
    for (int i = 0; i < 100; ++i) {
        all += line;
    }
    CHECK(content_of(path) == all);
}

TEST_CASE_METHOD(fixture,
                 "in mode batch a slow file holds nobody up: the oldest events are dropped and counted") {
    options.when = mode::batch;
    options.buffer = 4;
    // A pipe that nobody reads is a file that takes some bytes and then no more.
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int pipe = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(pipe >= 0);
    auto log = open();
    auto big = test::sample_event();
    big.user_agent = std::string(100'000, 'x');
    for (int i = 0; i < 20; ++i) {
        log->write(big);
    }
    // One at most is being written and four wait.
    CHECK(dropped >= 15);
    CHECK(written == 0);
    std::array<char, 65536> bytes{};
    while (written + failed < 20 - dropped) {
        if (::read(pipe, bytes.data(), bytes.size()) <= 0) {
            std::this_thread::yield();
        }
    }
    CHECK(failed == 0);
    log.reset();
    ::close(pipe);
}

TEST_CASE_METHOD(fixture,
                 "in mode batch large events are dropped before they take up more memory than allowed") {
    options.when = mode::batch;
    options.buffer_bytes = 350'000;
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int pipe = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(pipe >= 0);
    auto log = open();
    auto big = test::sample_event();
    big.user_agent = std::string(100'000, 'x');
    for (int i = 0; i < 20; ++i) {
        log->write(big);
    }
    // One at most is being written and three wait.
    CHECK(dropped >= 16);
    std::array<char, 65536> bytes{};
    while (written + failed < 20 - dropped) {
        if (::read(pipe, bytes.data(), bytes.size()) <= 0) {
            std::this_thread::yield();
        }
    }
    log.reset();
    ::close(pipe);
}

TEST_CASE_METHOD(fixture, "a file that was moved away gets nothing any more once the log is reopened") {
    options.when = GENERATE(mode::blocking, mode::batch);
    auto log = open();
    log->write(test::sample_event());
    while (written < 1) {
        std::this_thread::yield();
    }
    const auto moved = folder.path() / "audit.log-20260101";
    std::filesystem::rename(path, moved);
    log->reopen();
    if (options.when == mode::blocking) {
        CHECK(reopened == 1);
    }
    // At once, also when nothing is written.
    while (reopened < 1) {
        std::this_thread::yield();
    }
    CHECK(not_reopened.empty());
    CHECK(std::filesystem::exists(path));
    log->write(test::sample_event());
    log.reset();
    CHECK(content_of(moved) == line);
    CHECK(content_of(path) == line);
    CHECK(written == 2);
    CHECK(failed == 0);
    CHECK(reopened == 1);
}

TEST_CASE_METHOD(fixture, "where no file can be opened anew the one before is written on") {
    const auto log = open();
    const auto moved = folder.path() / "moved";
    std::filesystem::rename(path, moved);
    std::filesystem::create_directory(path);
    log->reopen();
    log->write(test::sample_event());
    CHECK_THAT(not_reopened, test::ContainsSubstring("Is a directory"));
    CHECK(content_of(moved) == line);
    CHECK(failed == 0);

    std::filesystem::remove(path);
    log->reopen();
    log->write(test::sample_event());
    CHECK(not_reopened.empty());
    CHECK(content_of(path) == line);
    CHECK(content_of(moved) == line);
}

} // namespace log_test
