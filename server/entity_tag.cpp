#include "server/entity_tag.hpp"

#include "server/status_code.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace barograph::server {

namespace {

// The opaque part with its quotes; a comparison for If-None-Match ignores the mark of a weak tag.
std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

std::string_view without_blanks(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    return begin == text.npos ? std::string_view{}
                              : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

} // namespace

std::string entity_tag(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string tag = "\"";
    for (std::size_t i = 0; i < size; ++i) {
        tag += digits[digest[i] >> 4U];
        tag += digits[digest[i] & 0x0FU];
    }
    return tag + "\"";
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    while (!if_none_match.empty()) {
        // No tag of ours holds a comma, so that one that does is none of ours however it is taken apart.
        const auto end = std::min(if_none_match.find(','), if_none_match.size());
        const auto one = without_blanks(if_none_match.substr(0, end));
        if (one == "*" || without_weakness(one) == tag) {
            return true;
        }
        if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    }
    return false;
}

tagged_body tagged(std::string body) {
    auto tag = entity_tag(body);
    return {.text = std::make_shared<const std::string>(std::move(body)), .tag = std::move(tag)};
}

reply tagged_reply(const request& question, std::string_view content_type, const tagged_body& body,
                   std::string_view caching) {
    static const auto nothing = std::make_shared<const std::string>();
    const auto known = question.fields[http::field::if_none_match];
    const bool has_it = names_tag({known.data(), known.size()}, body.tag);
    reply result{.status = has_it ? status_code::not_modified : status_code::ok,
                 .content_type = content_type,
                 .body = has_it ? nothing : body.text};
    result.caching = caching;
    result.headers.emplace_back("ETag", body.tag);
    result.headers.emplace_back("Vary", "Accept");
    return result;
}

} // namespace barograph::server
