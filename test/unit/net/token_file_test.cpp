#include "net/token_file.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

namespace token_file_test {

using namespace barograph;
using test::ContainsSubstring;

TEST_CASE("a token is given without the white space around it") {
    const test::temporary_folder folder;
    net::token_file token(folder.write("token", " \tabc.def\r\n\n"));
    CHECK(token.current() == "abc.def");
}

TEST_CASE("a token is read again when its file is replaced") {
    const test::temporary_folder folder;
    folder.write("..first/token", "first");
    folder.write("..other/token", "other");
    std::filesystem::create_symlink("..first", folder.path() / "..data");
    std::filesystem::create_symlink("..data/token", folder.path() / "token");
    net::token_file token((folder.path() / "token").string());
    CHECK(token.current() == "first");
    CHECK(token.current() == "first");

    std::filesystem::create_symlink("..other", folder.path() / "..data_tmp");
    std::filesystem::rename(folder.path() / "..data_tmp", folder.path() / "..data");
    CHECK(token.current() == "other");
}

TEST_CASE("a token outlives its file's absence, emptiness and growth, and the next one counts") {
    const test::temporary_folder folder;
    const auto file = folder.write("token", "first");
    net::token_file token(file);
    REQUIRE(token.current() == "first");
    SECTION("missing") {
        std::filesystem::remove(file);
    }
    SECTION("empty") {
        folder.write("token", "");
    }
    SECTION("white space") {
        folder.write("token", " \n ");
    }
    SECTION("huge") {
        folder.write("token", std::string(2 << 20, 'x'));
    }
    SECTION("a directory") {
        std::filesystem::remove(file);
        std::filesystem::create_directory(file);
    }
    CHECK(token.current() == "first");
    std::filesystem::remove_all(file);
    folder.write("token", "another");
    CHECK(token.current() == "another");
}

TEST_CASE("what is wrong with a token's file is told once for each reason, and that it is over") {
    const test::temporary_folder folder;
    const auto file = folder.write("token", "first");
    std::vector<std::string> infos;
    std::vector<std::string> warnings;
    net::token_file token(file, {.info = [&](const std::string& text) { infos.push_back(text); },
                                 .warning = [&](const std::string& text) { warnings.push_back(text); }});
    REQUIRE(token.current() == "first");
    folder.write("token", "");
    CHECK(token.current() == "first");
    CHECK(token.current() == "first");
    CHECK(warnings == std::vector{file + ": holds no token; what was read last stays in force"});
    std::filesystem::remove(file);
    CHECK(token.current() == "first");
    CHECK(warnings.size() == 2);
    CHECK(infos.empty());
    folder.write("token", "first");
    CHECK(token.current() == "first");
    CHECK(token.current() == "first");
    CHECK(infos == std::vector{file + ": usable again"});

    std::filesystem::remove(file);
    CHECK(token.current() == "first");
    CHECK(warnings.size() == 3);
}

TEST_CASE("without any token so far the path and the reason are told") {
    const test::temporary_folder folder;
    net::token_file missing((folder.path() / "none").string());
    REQUIRE_FALSE(missing.current().has_value());
    CHECK_THAT(missing.current().error(), ContainsSubstring("none: No such file or directory"));

    net::token_file empty(folder.write("empty", "\n"));
    REQUIRE_FALSE(empty.current().has_value());
    CHECK_THAT(empty.current().error(), ContainsSubstring("empty: holds no token"));
    folder.write("empty", "now");
    CHECK(empty.current() == "now");
}

} // namespace token_file_test
