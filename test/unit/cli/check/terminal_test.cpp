#include "cli/check/terminal.hpp"
#include "test/support/catch.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace check_terminal_test {

using namespace barograph;
using cli::colour_use;

namespace {

// A terminal of our own; what is written to it goes nowhere.
class pseudo_terminal {
public:
    pseudo_terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        REQUIRE(master_ >= 0);
        REQUIRE(::grantpt(master_) == 0);
        REQUIRE(::unlockpt(master_) == 0);
        screen = ::open(::ptsname(master_), O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(screen >= 0);
    }

    pseudo_terminal(const pseudo_terminal&) = delete;
    pseudo_terminal& operator=(const pseudo_terminal&) = delete;

    ~pseudo_terminal() {
        ::close(screen);
        ::close(master_);
    }

    int screen = -1;

private:
    int master_;
};

// Sets a variable of the environment, and puts it back.
class variable {
public:
    variable(const char* name, const char* value) : name_(name) {
        if (const char* const before = std::getenv(name)) {
            before_ = before;
        }
        value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    }

    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;

    ~variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }

private:
    const char* name_;
    std::optional<std::string> before_;
};

} // namespace

TEST_CASE("colours are for terminals, unless the environment or the flag says otherwise") {
    const pseudo_terminal terminal;
    const variable term("TERM", "xterm");
    const variable unset("NO_COLOR", nullptr);
    CHECK(cli::is_terminal(terminal.screen));
    CHECK(cli::is_coloured(colour_use::automatic, terminal.screen));
    CHECK_FALSE(cli::is_coloured(colour_use::never, terminal.screen));
    SECTION("NO_COLOR is set") {
        const variable set("NO_COLOR", "1");
        CHECK_FALSE(cli::is_coloured(colour_use::automatic, terminal.screen));
        CHECK(cli::is_coloured(colour_use::always, terminal.screen));
    }
    SECTION("NO_COLOR is empty, which is as if it were not set") {
        const variable empty("NO_COLOR", "");
        CHECK(cli::is_coloured(colour_use::automatic, terminal.screen));
    }
    SECTION("the terminal knows no colours") {
        const variable dumb("TERM", "dumb");
        CHECK_FALSE(cli::is_coloured(colour_use::automatic, terminal.screen));
    }
}

TEST_CASE("what is no terminal is coloured only on request") {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    CHECK_FALSE(cli::is_terminal(nowhere));
    CHECK_FALSE(cli::is_coloured(colour_use::automatic, nowhere));
    CHECK(cli::is_coloured(colour_use::always, nowhere));
    ::close(nowhere);
}

TEST_CASE("a painter without colours leaves a text as it is") {
    CHECK(cli::painter(false)(cli::style::error, "x") == "x");
    CHECK(cli::painter(true)(cli::style::plain, "x") == "x");
    CHECK(cli::painter(true)(cli::style::error, "x") == "\x1b[1;31mx\x1b[0m");
}

} // namespace check_terminal_test
