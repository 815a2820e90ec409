#pragma once
#include <memory>
#include <string>

namespace barograph::kube {

/// Where the CAs come from whose client certificates are users themselves (`client-ca-file`): the cluster's
/// ConfigMap, or a flag's file.
class client_ca_source {
public:
    client_ca_source() = default;
    client_ca_source(const client_ca_source&) = delete;
    client_ca_source& operator=(const client_ca_source&) = delete;
    virtual ~client_ca_source() = default;

    /// The PEM bundle in force now; null while there is none, and then no client certificate is anybody. The
    /// same object for as long as it does not change. Thread-safe.
    [[nodiscard]] virtual std::shared_ptr<const std::string> current_client_ca() const = 0;
};

} // namespace barograph::kube
