#pragma once
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace barograph::config {

/// The bytes of a file, of one that is larger than `limit` only one more than that many. Error: half a
/// sentence, such as "is a directory".
std::expected<std::string, std::string> read_whole(const std::filesystem::path& path, std::size_t limit);

} // namespace barograph::config
