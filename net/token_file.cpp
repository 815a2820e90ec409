#include "net/token_file.hpp"

#include <string_view>

namespace barograph::net {

std::expected<std::string, std::string> token_file::current() {
    const auto stamp = file_stamp::of(path_);
    if (!token_.empty() && stamp == stamp_) {
        return token_;
    }
    auto content = read_file(path_);
    if (!content) {
        return token_.empty() ? std::unexpected(content.error())
                              : std::expected<std::string, std::string>(token_);
    }
    constexpr std::string_view white = " \t\r\n";
    const auto first = content->find_first_not_of(white);
    if (first == std::string::npos) {
        if (token_.empty()) {
            return std::unexpected(path_ + ": holds no token");
        }
        return token_;
    }
    token_ = content->substr(first, content->find_last_not_of(white) - first + 1);
    stamp_ = stamp;
    return token_;
}

} // namespace barograph::net
