#include "config/file_content.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace barograph::config {

std::expected<std::string, std::string> read_whole(const std::filesystem::path& path, std::size_t limit) {
    std::error_code failure;
    if (std::filesystem::is_directory(path, failure)) {
        return std::unexpected("is a directory");
    }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string content(limit + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file.is_open() || file.bad()) {
        return std::unexpected("cannot be read (" + std::generic_category().message(errno) + ")");
    }
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

} // namespace barograph::config
