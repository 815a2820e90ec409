#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace barograph::kube {

/// How the front proxy (kube-apiserver's aggregator) proves itself and says for whom it asks. A plain value.
/// Source: Kubernetes' "Configure the Aggregation Layer", ConfigMap
/// kube-system/extension-apiserver-authentication.
struct request_header_config {
    std::string client_ca_pem; ///< who may issue the front proxy's certificate; several during a rotation
    std::vector<std::string> allowed_names; ///< CNs that the front proxy may have; empty: any
    std::vector<std::string> username_headers;
    std::vector<std::string> group_headers;
    std::vector<std::string> extra_headers_prefixes;
    std::vector<std::string> uid_headers; ///< since Kubernetes 1.33; empty: none are read
    /// PEM of the CAs whose client certificates are users themselves (`client-ca-file`); empty when there are
    /// none.
    std::string cluster_client_ca_pem;
    std::uint64_t version = 0; ///< counts the changes that its source has seen; for logs

    /// Whether both say the same; the version does not count.
    [[nodiscard]] bool same_as(const request_header_config& other) const;
};

/// Checks what no configuration may lack: a usable CA bundle, a header for the user, names that headers can
/// have. Error: one sentence naming what is wrong.
std::expected<void, std::string> validate(const request_header_config& config);

/// Reads the ConfigMap, given as the JSON that the Kubernetes API answers. Error: one sentence naming the
/// key; a ConfigMap without `requestheader-client-ca-file` (aggregation is not set up) is one too.
std::expected<request_header_config, std::string> parse_authentication_configmap(const std::string& json);

/// Reads only the CAs of users' certificates from the ConfigMap; empty when it has none. Error: one sentence.
std::expected<std::string, std::string> parse_client_ca(const std::string& json);

} // namespace barograph::kube
