#include "test/support/fenced_blocks.hpp"

#include "test/support/source_folder.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace barograph::test {

std::vector<fenced_block> fenced_blocks(const std::filesystem::path& page) {
    std::ifstream file(source_folder() / page);
    if (!file) {
        throw std::runtime_error("there is no page " + page.string());
    }
    constexpr std::string_view fence = "```";
    std::vector<fenced_block> blocks;
    std::string heading;
    bool inside = false;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (!line.starts_with(fence)) {
            if (inside) {
                blocks.back().content += line + "\n";
            } else if (line.starts_with('#')) {
                heading = line.substr(line.find_first_not_of("# "));
            }
            continue;
        }
        inside = !inside;
        if (inside) {
            const auto words = line.substr(fence.size());
            const auto space = std::min(words.find(' '), words.size());
            blocks.push_back({.language = words.substr(0, space),
                              .info = words.substr(std::min(space + 1, words.size())),
                              .content = {},
                              .line = number + 1,
                              .above = heading});
        }
    }
    if (inside) {
        throw std::runtime_error(page.string() + ": the last block does not end");
    }
    return blocks;
}

} // namespace barograph::test
