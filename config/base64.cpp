#include "config/base64.hpp"

#include <yaml-cpp/binary.h>

#include <algorithm>

namespace barograph::config {

std::optional<std::string> decode_base64(std::string_view text) {
    std::string digits(text);
    std::erase_if(digits, [](char c) { return std::string_view("\r\n").find(c) != std::string_view::npos; });
    // The library looks characters up in a table that ends before these, and what it reads beyond it is
    // anything.
    if (std::ranges::any_of(digits, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return std::nullopt;
    }
    const auto bytes = YAML::DecodeBase64(digits);
    // It skips what it cannot read; what is not whole does not come back the same.
    if (YAML::EncodeBase64(bytes.data(), bytes.size()) != digits) {
        return std::nullopt;
    }
    return std::string(bytes.begin(), bytes.end());
}

} // namespace barograph::config
