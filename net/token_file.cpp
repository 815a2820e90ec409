#include "net/token_file.hpp"

#include <string_view>

namespace barograph::net {

std::expected<std::string, std::string> token_file::current() {
    const auto stamp = file_stamp::of(path_);
    if (!token_.empty() && stamp == stamp_) {
        accept();
        return token_;
    }
    auto content = read();
    if (content) {
        token_ = std::move(*content);
        stamp_ = stamp;
        accept();
    } else if (token_.empty()) {
        return content;
    } else {
        refuse(std::move(content.error()));
    }
    return token_;
}

std::expected<std::string, std::string> token_file::read() const {
    const auto content = read_file(path_);
    if (!content) {
        return content;
    }
    constexpr std::string_view white = " \t\r\n";
    const auto first = content->find_first_not_of(white);
    if (first == std::string::npos) {
        return std::unexpected(path_ + ": holds no token");
    }
    return content->substr(first, content->find_last_not_of(white) - first + 1);
}

void token_file::refuse(std::string problem) {
    if (problem != problem_ && log_.warning) {
        log_.warning(problem + "; what was read last stays in force");
    }
    problem_ = std::move(problem);
}

void token_file::accept() {
    if (!problem_.empty() && log_.info) {
        log_.info(path_ + ": usable again");
    }
    problem_.clear();
}

} // namespace barograph::net
