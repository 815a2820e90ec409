#include "net/file_stamp.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sys/stat.h>
#include <system_error>

namespace barograph::net {

namespace {

std::int64_t nanoseconds_of(const timespec& time) {
    constexpr std::int64_t per_second = 1'000'000'000;
    return time.tv_sec * per_second + time.tv_nsec;
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

} // namespace

file_stamp file_stamp::of(const std::string& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) {
        return {};
    }
    return {.device = found.st_dev,
            .inode = found.st_ino,
            .mode = found.st_mode,
            .size = found.st_size,
            .modified_ns = nanoseconds_of(found.st_mtim),
            .changed_ns = nanoseconds_of(found.st_ctim)};
}

std::expected<std::string, std::string> read_file(const std::string& path, std::size_t limit) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) {
        return std::unexpected(path + ": " + reason(errno));
    }
    if (!S_ISREG(found.st_mode)) {
        return std::unexpected(path + ": not a regular file");
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return std::unexpected(path + ": " + reason(errno));
    }
    // One byte more than allowed, so that a file that grows while it is read is noticed too.
    std::string content(limit + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) {
        return std::unexpected(path + ": could not be read");
    }
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (content.size() > limit) {
        return std::unexpected(path + ": larger than the allowed " + std::to_string(limit) + " bytes");
    }
    return content;
}

} // namespace barograph::net
