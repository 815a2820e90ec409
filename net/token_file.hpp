#pragma once
#include "net/asio.hpp"
#include "net/file_stamp.hpp"

#include <expected>
#include <string>

namespace barograph::net {

/// A bearer token kept in a file that somebody else replaces (a projected service-account token lives an
/// hour). The file is looked at every time the token is asked for and read again when it was replaced. Not
/// thread-safe.
class token_file {
public:
    explicit token_file(std::string path) : path_(std::move(path)) {}

    /// The token, without surrounding white space. While the file is missing, empty or unreadable the last
    /// good token is given; error, one sentence with the path, only when there was none yet.
    std::expected<std::string, std::string> current();

private:
    std::string path_;
    file_stamp stamp_;
    std::string token_;
};

} // namespace barograph::net
