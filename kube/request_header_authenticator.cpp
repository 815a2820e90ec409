#include "kube/request_header_authenticator.hpp"

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

// Header names are ASCII; the C library's tolower would follow the process' locale.
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool has_prefix(std::string_view name, std::string_view prefix) {
    return same_name(name.substr(0, prefix.size()), prefix);
}

int hex_digit(char c) {
    constexpr int ten = 10;
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + ten : -1;
}

// Of an extra field's key, already in lower case. As in Go, a key with a broken escape is taken as it stands.
std::string percent_decode(std::string key) {
    constexpr unsigned hex_base = 16;
    std::string decoded;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (key[i] != '%') {
            decoded += key[i];
            continue;
        }
        // Behind the last character stands NUL, which is no digit.
        const int high = hex_digit(key[i + 1]);
        const int low = high < 0 ? high : hex_digit(key[i + 2]);
        if (low < 0) {
            return key;
        }
        decoded += static_cast<char>(static_cast<unsigned>(high) * hex_base + static_cast<unsigned>(low));
        i += 2;
    }
    return decoded;
}

// Only the first field of a name counts, even when it is empty and a later one is not.
std::string first_value(const std::vector<std::string>& names, const header_fields& fields) {
    for (const auto& wanted : names) {
        std::optional<std::string> value;
        fields([&](std::string_view name, std::string_view content) {
            if (!value && same_name(name, wanted)) {
                value = std::string(content);
            }
        });
        if (value && !value->empty()) {
            return std::move(*value);
        }
    }
    return {};
}

std::vector<std::string> all_values(const std::vector<std::string>& names, const header_fields& fields) {
    std::vector<std::string> values;
    for (const auto& wanted : names) {
        fields([&](std::string_view name, std::string_view content) {
            if (same_name(name, wanted) && !content.empty()) {
                values.emplace_back(content);
            }
        });
    }
    return values;
}

std::map<std::string, std::vector<std::string>> extra_fields(const std::vector<std::string>& prefixes,
                                                             const header_fields& fields) {
    std::map<std::string, std::vector<std::string>> extra;
    for (const auto& prefix : prefixes) {
        fields([&](std::string_view name, std::string_view content) {
            if (has_prefix(name, prefix)) {
                std::string key(name.substr(prefix.size()));
                std::ranges::transform(key, key.begin(), lower);
                extra[percent_decode(std::move(key))].emplace_back(content);
            }
        });
    }
    return extra;
}

} // namespace

std::optional<user_info> authenticate_request_header(const request_header_config& config,
                                                     const std::optional<std::string>& verified_name,
                                                     const header_fields& fields) {
    if (!verified_name || !is_allowed_name(config, *verified_name)) {
        return std::nullopt;
    }
    auto name = first_value(config.username_headers, fields);
    if (name.empty()) {
        return std::nullopt;
    }
    return user_info{.name = std::move(name),
                     .uid = first_value(config.uid_headers, fields),
                     .groups = all_values(config.group_headers, fields),
                     .extra = extra_fields(config.extra_headers_prefixes, fields)};
}

bool is_allowed_name(const request_header_config& config, const std::string& name) {
    return config.allowed_names.empty() ||
           std::ranges::find(config.allowed_names, name) != config.allowed_names.end();
}

bool is_identity_header(const request_header_config& config, std::string_view name) {
    const auto is_name = [&](const std::string& header) { return same_name(name, header); };
    return std::ranges::any_of(config.username_headers, is_name) ||
           std::ranges::any_of(config.uid_headers, is_name) ||
           std::ranges::any_of(config.group_headers, is_name) ||
           std::ranges::any_of(config.extra_headers_prefixes,
                               [&](const std::string& prefix) { return has_prefix(name, prefix); });
}

} // namespace barograph::kube
