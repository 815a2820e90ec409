#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace barograph::test {

/// A block of a Markdown page between lines of three back quotes.
struct fenced_block {
    std::string language; ///< the first word behind the opening quotes
    std::string info;     ///< what follows it
    std::string content;  ///< with the last line's end
    std::size_t line = 0; ///< of its first line, from 1
    std::string above;    ///< the heading that it stands under
};

/// All blocks of a page of the repository, in order. Throws std::runtime_error for one that does not end.
std::vector<fenced_block> fenced_blocks(const std::filesystem::path& page);

} // namespace barograph::test
