#include "config/problem.hpp"

#include <tuple>

namespace barograph::config {

std::string place_of(const problem& what) {
    std::string text = what.file;
    if (what.line != 0) {
        text += ':' + std::to_string(what.line);
    }
    if (what.column != 0) {
        text += ':' + std::to_string(what.column);
    }
    return text;
}

std::string without_severity(const problem& what) {
    return place_of(what) + ": " + what.message;
}

std::string to_string(const problem& what) {
    const auto* const severity = what.level == severity::warning ? "warning: "
                                 : what.level == severity::note  ? "note: "
                                                                 : "";
    return place_of(what) + ": " + severity + what.message;
}

bool comes_before(const problem& left, const problem& right) {
    return std::tie(left.file, left.line, left.column, left.level, left.message) <
           std::tie(right.file, right.line, right.column, right.level, right.message);
}

} // namespace barograph::config
