#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/config/loading.hpp"

namespace load_file_test {

namespace {

using namespace barograph::config;
using namespace barograph::test;

std::string refusal_of_file(const std::filesystem::path& path) {
    const auto result = load_file(path);
    return result ? "(accepted)" : to_string(result.error().front());
}

TEST_CASE("a file is read from its path, which is in every message") {
    const temporary_folder folder;
    const auto good = folder.write("good.yaml", rule_with(""));
    CHECK(load_file(good).value().external_rules.at(0).spec().location == good + ":2");
    const auto bad = folder.write("bad.yaml", "a: b");
    CHECK_THAT(refusal_of_file(bad), StartsWith(bad + ":1:1: unknown field"));
}

TEST_CASE("a file that is not there is a problem") {
    CHECK(refusal_of_file("/nonexistent/rules.yaml") ==
          "/nonexistent/rules.yaml: cannot be read (No such file or directory); expected a readable file of "
          "rules");
}

TEST_CASE("a folder is a problem") {
    const temporary_folder folder;
    CHECK(refusal_of_file(folder.path()) ==
          folder.path().string() + ": is a directory; expected a readable file of rules");
}

TEST_CASE("a file that is far too big is refused without being read whole") {
    CHECK(refusal_of_file("/dev/zero") == "/dev/zero: larger than 4194304 bytes; expected a file of rules");
}

TEST_CASE("a file of no bytes is read as a configuration without rules") {
    const temporary_folder folder;
    CHECK(load_file(folder.write("empty.yaml", "")).value().external_rules.empty());
}

} // namespace

} // namespace load_file_test
