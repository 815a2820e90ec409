#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <vector>

namespace barograph::net {

/// A serving certificate and its key, made when none is given.
struct serving_pair {
    std::string certificate_file;
    std::string key_file;
    bool is_new = false; ///< it was made just now
};

/// The pair `apiserver.crt` and `apiserver.key` in `directory`: the one that is there, or else a new
/// self-signed one (ECDSA P-256, one year, for `localhost`, 127.0.0.1, ::1 and `names`). One that was made
/// here before and at `now` has less than 30 days left, or is not valid yet, is replaced; any other is given
/// as it is, usable or not. Processes and threads that do so at once take turns. The key's file is readable
/// by its owner only. Error: one sentence with the path.
std::expected<serving_pair, std::string>
self_signed_pair(const std::string& directory, const std::vector<std::string>& names,
                 std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

} // namespace barograph::net
