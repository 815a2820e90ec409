#include "cli/check/terminal.hpp"

#include <cstdlib>
#include <unistd.h>

namespace barograph::cli {

namespace {

std::string_view environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string_view sequence_of(style how) {
    switch (how) {
    case style::plain:
        break;
    case style::strong:
        return "\x1b[1m";
    case style::error:
        return "\x1b[1;31m";
    case style::warning:
        return "\x1b[1;33m";
    case style::note:
        return "\x1b[1;36m";
    case style::good:
        return "\x1b[32m";
    case style::faint:
        return "\x1b[2m";
    }
    return "";
}

} // namespace

bool is_terminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

bool is_coloured(colour_use wanted, int descriptor) {
    if (wanted != colour_use::automatic) {
        return wanted == colour_use::always;
    }
    return is_terminal(descriptor) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

std::string painter::operator()(style how, std::string_view text) const {
    const auto begin = sequence_of(how);
    if (!coloured_ || begin.empty()) {
        return std::string(text);
    }
    return std::string(begin) + std::string(text) + "\x1b[0m";
}

} // namespace barograph::cli
