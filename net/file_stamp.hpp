#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <sys/types.h>

/// Telling whether a file was replaced, and reading it whole. Follows links, so a ConfigMap's or Secret's
/// swapped `..data` link counts as a change of every file below it.
namespace barograph::net {

/// What changes when a file is written or replaced, or who may read it changes. Equal stamps: the same
/// content, as far as the file system tells.
struct file_stamp {
    dev_t device = 0;
    ino_t inode = 0;
    mode_t mode = 0; ///< kind and permissions
    off_t size = -1; ///< -1: there is no such file
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns =
        0; ///< of anything, its owner among it; unlike modified_ns nobody can set it back

    static file_stamp of(const std::string& path);
    bool operator==(const file_stamp&) const = default;
};

/// The file's content. Error: one sentence with the path and the system's reason; also when it is larger than
/// `limit` bytes, or no regular file.
std::expected<std::string, std::string> read_file(const std::string& path, std::size_t limit = 1 << 20);

} // namespace barograph::net
