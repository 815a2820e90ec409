#pragma once
#include "kube/credentials.hpp"
#include "kube/error.hpp"
#include "net/asio.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::kube {

/// A client of the Kubernetes API that reads and creates single objects as JSON. Use from the io_context's
/// thread only; must outlive its calls. Following changes (watch) will be one more function here.
class api_client {
public:
    api_client() = default;
    api_client(const api_client&) = delete;
    api_client& operator=(const api_client&) = delete;
    virtual ~api_client() = default;

    /// The object at `path` (percent-encoded, starts with `/`). Cancellable.
    virtual net::awaitable<std::expected<std::string, error>> get(std::string path,
                                                                  net::time_point deadline) = 0;
    /// Creates `body`, a JSON object, below `path`; gives the object that the server made of it. Cancellable.
    virtual net::awaitable<std::expected<std::string, error>> create(std::string path, std::string body,
                                                                     net::time_point deadline) = 0;
};

/// A client of the cluster's API server. Certificates, CA and token files are followed as they change.
/// Error: one sentence saying which credential is unusable.
std::expected<std::unique_ptr<api_client>, std::string> create_api_client(net::executor ex,
                                                                          cluster_credentials credentials);

} // namespace barograph::kube
