#include "kube/request_header.hpp"

#include "kube/certificate_verifier.hpp"
#include "kube/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace barograph::kube {

namespace {

using nlohmann::json;

// RFC 9110, section 5.6.2: what a field name consists of.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

constexpr const char* client_ca_key = "client-ca-file";

std::expected<json, std::string> data_of(const std::string& configmap) {
    auto object = json::parse(configmap, nullptr, false);
    if (text_in(object, "kind") != "ConfigMap") {
        return std::unexpected("the answer is not a ConfigMap");
    }
    const auto data = object.find("data");
    if (data == object.end() || !data->is_object()) {
        return std::unexpected("the ConfigMap has no data");
    }
    return std::move(*data);
}

std::string missing(const char* key) {
    return std::string(key) + " is missing from the ConfigMap";
}

// Kubernetes keeps lists in a ConfigMap as JSON text; Go writes an empty one as `null` or `[]`.
std::expected<std::vector<std::string>, std::string> required_list(const json& data, const char* key) {
    const auto text = data.find(key);
    if (text == data.end()) {
        return std::unexpected(missing(key));
    }
    const auto list =
        text->is_string() ? json::parse(text->get_ref<const std::string&>(), nullptr, false) : json();
    std::vector<std::string> result;
    if (text->is_string() && list.is_null()) {
        return result;
    }
    if (!list.is_array() || !std::ranges::all_of(list, [](const json& entry) { return entry.is_string(); })) {
        return std::unexpected(std::string(key) + " is not a JSON list of strings");
    }
    for (const auto& entry : list) {
        result.push_back(entry.get<std::string>());
    }
    return result;
}

std::expected<std::string, std::string> required_text(const json& data, const char* key) {
    const auto text = data.find(key);
    if (text == data.end()) {
        return std::unexpected(missing(key));
    }
    if (!text->is_string()) {
        return std::unexpected(std::string(key) + " is not text");
    }
    return text->get<std::string>();
}

std::expected<void, std::string> check_names(const std::vector<std::string>& names, const char* what) {
    if (!std::ranges::all_of(names, is_token)) {
        return std::unexpected(std::string(what) + " holds something that is no header name");
    }
    return {};
}

} // namespace

bool request_header_config::same_as(const request_header_config& other) const {
    const auto content = [](const request_header_config& c) {
        return std::tie(c.client_ca_pem, c.allowed_names, c.username_headers, c.group_headers,
                        c.extra_headers_prefixes, c.uid_headers, c.cluster_client_ca_pem);
    };
    return content(*this) == content(other);
}

std::expected<void, std::string> validate(const request_header_config& config) {
    if (const auto ca = certificate_verifier::create(config.client_ca_pem); !ca) {
        return std::unexpected("requestheader-client-ca-file: " + ca.error());
    }
    if (config.username_headers.empty()) {
        return std::unexpected("requestheader-username-headers names no header");
    }
    if (auto ok = check_names(config.username_headers, "requestheader-username-headers"); !ok) {
        return ok;
    }
    if (auto ok = check_names(config.group_headers, "requestheader-group-headers"); !ok) {
        return ok;
    }
    if (auto ok = check_names(config.uid_headers, "requestheader-uid-headers"); !ok) {
        return ok;
    }
    return check_names(config.extra_headers_prefixes, "requestheader-extra-headers-prefix");
}

std::expected<std::string, std::string> parse_client_ca(const std::string& text) {
    const auto data = data_of(text);
    if (!data) {
        return std::unexpected(data.error());
    }
    return data->contains(client_ca_key) ? required_text(*data, client_ca_key) : std::string();
}

std::expected<request_header_config, std::string> parse_authentication_configmap(const std::string& text) {
    const auto data = data_of(text);
    if (!data) {
        return std::unexpected(data.error());
    }

    request_header_config config;
    const auto ca = required_text(*data, "requestheader-client-ca-file");
    if (!ca) {
        return std::unexpected(ca.error() + ": the API server's aggregation layer is not set up");
    }
    config.client_ca_pem = *ca;
    if (data->contains(client_ca_key)) {
        const auto users = required_text(*data, client_ca_key);
        if (!users) {
            return std::unexpected(users.error());
        }
        config.cluster_client_ca_pem = *users;
    }

    struct list_field {
        const char* key;
        std::vector<std::string>* into;
        bool required;
    };

    for (const auto& field :
         {list_field{"requestheader-allowed-names", &config.allowed_names, true},
          list_field{"requestheader-username-headers", &config.username_headers, true},
          list_field{"requestheader-group-headers", &config.group_headers, true},
          list_field{"requestheader-extra-headers-prefix", &config.extra_headers_prefixes, true},
          list_field{"requestheader-uid-headers", &config.uid_headers, false}}) {
        if (!field.required && !data->contains(field.key)) {
            continue;
        }
        auto list = required_list(*data, field.key);
        if (!list) {
            return std::unexpected(std::move(list.error()));
        }
        *field.into = std::move(*list);
    }
    if (auto valid = validate(config); !valid) {
        return std::unexpected(valid.error());
    }
    return config;
}

} // namespace barograph::kube
