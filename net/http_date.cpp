#include "net/http_date.hpp"

#include <ctime>

namespace barograph::net {

std::optional<std::chrono::sys_seconds> parse_http_date(const std::string& text) {
    std::tm parts{};
    const char* rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (rest == nullptr || *rest != '\0') {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts)));
}

} // namespace barograph::net
