#pragma once
#include <cstddef>
#include <string>

/// What is wrong with a file, said so that its author can mend it. Plain values, no I/O.
namespace barograph::config {

/// How much a problem matters.
enum class severity {
    error = 1, ///< the file is refused
    warning,   ///< the file is used, but probably not as its author thinks
    note,      ///< worth knowing; nothing is wrong
};

/// One thing that is wrong, and where.
struct problem {
    std::string file;
    std::size_t line = 0;   ///< from 1; 0: the file as a whole
    std::size_t column = 0; ///< from 1, in characters; 0: the line as a whole
    std::string message;    ///< "what is wrong; what is expected", one line of printable text
    severity level = severity::error;

    bool operator==(const problem&) const = default;
};

/// Where it is: `file:line:column`, without what is not known of it.
std::string place_of(const problem& what);

/// `file:line:column: what is wrong; what is expected`, for a log that tells the severity itself.
std::string without_severity(const problem& what);

/// The same, with `warning: ` or `note: ` before the message of what is no error.
std::string to_string(const problem& what);

/// Order for people: by place in the file, errors before warnings at one place.
bool comes_before(const problem& left, const problem& right);

} // namespace barograph::config
