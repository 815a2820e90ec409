#include "net/file_stamp.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

#include <sys/stat.h>

namespace file_stamp_test {

using namespace barograph;
using net::file_stamp;
using test::ContainsSubstring;

TEST_CASE("a file that nobody touches keeps its stamp") {
    const test::temporary_folder folder;
    const auto file = folder.write("f", "x");
    const auto stamp = file_stamp::of(file);
    CHECK(stamp.size == 1);
    CHECK(stamp == file_stamp::of(file));
}

TEST_CASE("a file that is written, replaced or removed gets another stamp") {
    const test::temporary_folder folder;
    const auto file = folder.write("f", "one");
    const auto before = file_stamp::of(file);
    SECTION("written") {
        folder.write("f", "longer");
    }
    SECTION("replaced by one of the same size") {
        folder.write("new", "two");
        std::filesystem::rename(folder.path() / "new", file);
    }
    SECTION("removed") {
        std::filesystem::remove(file);
        CHECK(file_stamp::of(file) == file_stamp{});
    }
    CHECK(file_stamp::of(file) != before);
}

TEST_CASE("a file that is forbidden and allowed again gets another stamp each time") {
    const test::temporary_folder folder;
    const auto file = folder.write("f", "x");
    const auto before = file_stamp::of(file);
    std::filesystem::permissions(file, std::filesystem::perms::none);
    const auto forbidden = file_stamp::of(file);
    CHECK(forbidden != before);
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    CHECK(file_stamp::of(file) != forbidden);
    CHECK(file_stamp::of(file) != before);
}

TEST_CASE("a file overwritten by one as long, which keeps its date, gets another stamp") {
    const test::temporary_folder folder;
    const auto file = folder.write("f", "one");
    const auto before = file_stamp::of(file);
    const auto date = std::filesystem::last_write_time(file);
    // Within one tick of the system's clock even that tells nothing.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (file_stamp::of(file) == before && std::chrono::steady_clock::now() < end) {
        folder.write("f", "two");
        std::filesystem::last_write_time(file, date);
    }
    CHECK(file_stamp::of(file) != before);
}

TEST_CASE("a ConfigMap's swapped link is a change of every file below it") {
    const test::temporary_folder folder;
    folder.write("..first/f", "one");
    folder.write("..other/f", "two");
    std::filesystem::create_symlink("..first", folder.path() / "..data");
    std::filesystem::create_symlink("..data/f", folder.path() / "f");
    const auto file = (folder.path() / "f").string();
    const auto before = file_stamp::of(file);
    CHECK(net::read_file(file) == "one");

    std::filesystem::create_symlink("..other", folder.path() / "..data_tmp");
    std::filesystem::rename(folder.path() / "..data_tmp", folder.path() / "..data");
    CHECK(file_stamp::of(file) != before);
    CHECK(net::read_file(file) == "two");
}

TEST_CASE("a file is read whole, zero bytes included") {
    const test::temporary_folder folder;
    const std::string content("a\0b\r\n", 5);
    CHECK(net::read_file(folder.write("f", content)) == content);
    CHECK(net::read_file(folder.write("empty", "")) == "");
}

TEST_CASE("a file at the limit is read, and one beyond it is refused") {
    const test::temporary_folder folder;
    CHECK(net::read_file(folder.write("f", "12345"), 5) == "12345");
    const auto longer = net::read_file(folder.write("f", "123456"), 5);
    REQUIRE_FALSE(longer.has_value());
    CHECK_THAT(longer.error(), ContainsSubstring("f: larger than the allowed 5 bytes"));
}

TEST_CASE("what can't be read is refused with its path and the reason") {
    const test::temporary_folder folder;
    const auto missing = net::read_file((folder.path() / "none").string());
    REQUIRE_FALSE(missing.has_value());
    CHECK_THAT(missing.error(), ContainsSubstring("none: No such file or directory"));

    const auto directory = net::read_file(folder.path().string());
    REQUIRE_FALSE(directory.has_value());
    CHECK_THAT(directory.error(), ContainsSubstring("not a regular file"));

    // Opening one would wait for a writer for ever.
    const auto pipe = (folder.path() / "pipe").string();
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const auto waiting = net::read_file(pipe);
    REQUIRE_FALSE(waiting.has_value());
    CHECK_THAT(waiting.error(), ContainsSubstring("not a regular file"));
}

} // namespace file_stamp_test
