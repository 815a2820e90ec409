#include "cli/arguments.hpp"

#include <algorithm>

namespace barograph::cli {

std::vector<std::string> normalized(std::vector<std::string> arguments) {
    std::vector<std::string> result;
    for (auto& argument : arguments) {
        const bool is_long = argument.starts_with("--");
        const bool is_short = !is_long && argument.size() > 2 && argument[0] == '-' && argument[2] == '=';
        if (is_short) {
            result.push_back(argument.substr(0, 2));
            result.push_back(argument.substr(3));
            continue;
        }
        if (is_long) {
            const auto end_of_name = std::min(argument.find('='), argument.size());
            std::replace(argument.begin(), argument.begin() + static_cast<std::ptrdiff_t>(end_of_name), '_',
                         '-');
            if (end_of_name + 1 == argument.size()) {
                argument.pop_back();
                result.push_back(std::move(argument));
                result.emplace_back();
                continue;
            }
        }
        result.push_back(std::move(argument));
    }
    return result;
}

std::string printable(std::string_view text) {
    std::string result(text);
    std::ranges::replace_if(
        result, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
    return result;
}

} // namespace barograph::cli
