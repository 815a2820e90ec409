#pragma once
#include "kube/request_header.hpp"

#include <memory>

namespace barograph::kube {

/// Where the request-header configuration in force comes from: the cluster's ConfigMap, or flags.
class request_header_source {
public:
    request_header_source() = default;
    request_header_source(const request_header_source&) = delete;
    request_header_source& operator=(const request_header_source&) = delete;
    virtual ~request_header_source() = default;

    /// What is in force now; null while nothing is known, and then nobody is the front proxy. Always valid
    /// (see validate()), never changed: a change gives another object. Thread-safe.
    [[nodiscard]] virtual std::shared_ptr<const request_header_config> current() const = 0;
};

} // namespace barograph::kube
