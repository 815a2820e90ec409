#include "cli/arguments.hpp"
#include "test/support/catch.hpp"

namespace arguments_test {

using barograph::cli::normalized;
using barograph::cli::printable;
using list = std::vector<std::string>;

TEST_CASE("arguments that are fine stay as they are") {
    const list given{"serve", "--config", "a_b.yaml", "--config=a_b.yaml", "-v", "4", "-v4", "-",
                     "--",    "",         "x=y"};
    CHECK(normalized(given) == given);
    CHECK(normalized({}).empty());
}

TEST_CASE("a short flag's value may follow an equals sign") {
    CHECK(normalized({"-v=4"}) == list{"-v", "4"});
    CHECK(normalized({"-v="}) == list{"-v", ""});
    CHECK(normalized({"-v=a=b"}) == list{"-v", "a=b"});
}

TEST_CASE("an empty value after an equals sign is a value, and not the next argument") {
    CHECK(normalized({"--prometheus-token-file=", "--config=x"}) ==
          list{"--prometheus-token-file", "", "--config=x"});
    CHECK(normalized({"--log_dir="}) == list{"--log-dir", ""});
}

TEST_CASE("underscores in a long flag's name count as dashes, those in its value are kept") {
    CHECK(normalized({"--log_dir=/var/log_dir", "--log_file", "a_b"}) ==
          list{"--log-dir=/var/log_dir", "--log-file", "a_b"});
}

TEST_CASE("control characters are not printed") {
    CHECK(printable("a\nb\x1b[31mc\x7f\t") == "a?b?[31mc??");
    CHECK(printable("große Länge") == "große Länge");
}

} // namespace arguments_test
