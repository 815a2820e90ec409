#pragma once
#include "net/asio.hpp"
#include "net/file_stamp.hpp"
#include "net/log_sink.hpp"

#include <expected>
#include <string>

namespace barograph::net {

/// A bearer token kept in a file that somebody else replaces (a projected service-account token lives an
/// hour). The file is looked at every time the token is asked for and read again when it was replaced. Not
/// thread-safe.
class token_file {
public:
    explicit token_file(std::string path, log_sink log = {}) : path_(std::move(path)), log_(std::move(log)) {}

    /// The token, without surrounding white space. While the file is missing, empty or unreadable the last
    /// good token is given, and the log says so once for each reason; error, one sentence with the path, only
    /// when there was none yet.
    std::expected<std::string, std::string> current();

private:
    std::expected<std::string, std::string> read() const;
    void refuse(std::string problem);
    void accept();

    std::string path_;
    log_sink log_;
    file_stamp stamp_;
    std::string token_;
    std::string problem_; ///< that was told; empty: the file is good
};

} // namespace barograph::net
