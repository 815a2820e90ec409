#include "kube/authentication_config.hpp"

#include "kube/certificate_verifier.hpp"

#include <utility>

namespace barograph::kube {

namespace {

constexpr const char* configmap_name = "ConfigMap kube-system/extension-apiserver-authentication";

followed_object configmap() {
    return {.ns = "kube-system",
            .resource = "configmaps",
            .kind = "ConfigMap",
            .name = "extension-apiserver-authentication",
            .role = "Role extension-apiserver-authentication-reader in kube-system"};
}

std::string count_of(const certificate_verifier& cas) {
    return std::to_string(cas.size()) + (cas.size() == 1 ? " CA certificate" : " CA certificates");
}

std::string summary(const request_header_config& config) {
    std::string names;
    for (const auto& allowed : config.allowed_names) {
        names += (names.empty() ? "" : ", ") + allowed;
    }
    const auto cas = certificate_verifier::create(config.client_ca_pem).value(); // it was validated
    return count_of(cas) + ", " + (names.empty() ? "any name" : "named " + names);
}

error unusable(const std::string& why) {
    return {errc::malformed, std::string(configmap_name) + " is unusable: " + why};
}

} // namespace

authentication_config::authentication_config(api_client& api, const log_sink& log,
                                             const authentication_config_options& options,
                                             const clock_source& now)
    : log_(log), options_(options),
      follower_(
          api, configmap(), [this](const std::string& json) { return take(json); },
          [this] {
              return std::string(known_ ? "what was read last stays in force"
                                        : "until it is read, nobody is known by what it says");
          },
          log, options.follow, now) {}

std::shared_ptr<const request_header_config> authentication_config::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::shared_ptr<const std::string> authentication_config::current_client_ca() const {
    const std::lock_guard lock(mutex_);
    return client_ca_;
}

std::expected<void, error> authentication_config::take(const std::string& json) {
    if (options_.request_header) {
        auto config = parse_authentication_configmap(json);
        if (!config) {
            return std::unexpected(unusable(config.error()));
        }
        auto client_ca = std::move(config->cluster_client_ca_pem);
        config->cluster_client_ca_pem.clear();
        take_request_header(std::move(*config));
        known_ = true;
        return options_.client_ca ? take_client_ca(std::move(client_ca)) : std::expected<void, error>();
    }
    auto client_ca = parse_client_ca(json);
    if (!client_ca) {
        return std::unexpected(unusable(client_ca.error()));
    }
    known_ = true;
    return take_client_ca(std::move(*client_ca));
}

void authentication_config::take_request_header(request_header_config config) {
    const auto before = current();
    if (before && before->same_as(config)) {
        return;
    }
    config.version = before ? before->version + 1 : 1;
    tell(std::string("front proxies are authenticated by ") + configmap_name + ": " + summary(config));
    auto next = std::make_shared<const request_header_config>(std::move(config));
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
}

std::expected<void, error> authentication_config::take_client_ca(std::string pem) {
    const auto before = current_client_ca();
    if (pem == (before ? *before : std::string())) {
        return {};
    }
    std::shared_ptr<const std::string> next;
    if (pem.empty()) {
        tell(std::string(configmap_name) + " names no CA of users' certificates any more");
    } else {
        const auto cas = certificate_verifier::create(pem);
        if (!cas) {
            return std::unexpected(unusable("client-ca-file: " + cas.error()));
        }
        tell(std::string("users' certificates are authenticated by ") + configmap_name + ": " +
             count_of(*cas));
        next = std::make_shared<const std::string>(std::move(pem));
    }
    const std::lock_guard lock(mutex_);
    client_ca_ = std::move(next);
    return {};
}

void authentication_config::tell(const std::string& text) const {
    if (log_.info) {
        log_.info(text);
    }
}

} // namespace barograph::kube
