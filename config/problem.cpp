#include "config/problem.hpp"

#include <tuple>

namespace barograph::config {

std::string to_string(const problem& what) {
    std::string text = what.file + ':';
    if (what.line != 0) {
        text += std::to_string(what.line) + ':' + std::to_string(what.column) + ':';
    }
    text += what.level == severity::warning ? " warning: " : " ";
    return text + what.message;
}

bool comes_before(const problem& left, const problem& right) {
    return std::tie(left.file, left.line, left.column, left.level, left.message) <
           std::tie(right.file, right.line, right.column, right.level, right.message);
}

} // namespace barograph::config
