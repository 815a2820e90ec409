#pragma once
#include <cstddef>
#include <string>

/// What is wrong with a file, said so that its author can mend it. Plain values, no I/O.
namespace barograph::config {

/// How much a problem matters.
enum class severity {
    error = 1, ///< the file is refused
    warning,   ///< the file is used, but probably not as its author thinks
};

/// One thing that is wrong, and where.
struct problem {
    std::string file;
    std::size_t line = 0;   ///< from 1; 0: the file as a whole
    std::size_t column = 0; ///< from 1, in characters; 0 where line is 0
    std::string message;    ///< "what is wrong; what is expected", one line of printable text
    severity level = severity::error;

    bool operator==(const problem&) const = default;
};

/// `file:line:column: what is wrong; what is expected`, with `warning: ` before the message of a warning.
std::string to_string(const problem& what);

/// Order for people: by place in the file, errors before warnings at one place.
bool comes_before(const problem& left, const problem& right);

} // namespace barograph::config
