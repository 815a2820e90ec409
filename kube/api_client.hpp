#pragma once
#include "kube/credentials.hpp"
#include "kube/error.hpp"
#include "kube/log_sink.hpp"
#include "net/asio.hpp"
#include "net/http_client.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace barograph::kube {

/// The lines of an answer that goes on: one JSON object each. Use from the io_context's thread only; must not
/// outlive its api_client.
class event_lines {
public:
    event_lines() = default;
    event_lines(const event_lines&) = delete;
    event_lines& operator=(const event_lines&) = delete;
    virtual ~event_lines() = default;

    /// The next line, without its end; nothing once the server has ended the answer. Error: also a line
    /// longer than any object can be; then there are no more. Cancellable.
    virtual net::awaitable<std::expected<std::optional<std::string>, error>>
    next(net::time_point deadline) = 0;
};

/// A client of the Kubernetes API that reads, creates and follows objects as JSON. Use from the io_context's
/// thread only; must outlive its calls.
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
    /// Opens an answer that goes on, such as a watch; `path` holds its query. `deadline` is for its begin.
    /// Cancellable.
    virtual net::awaitable<std::expected<std::unique_ptr<event_lines>, error>>
    follow(std::string path, net::time_point deadline) = 0;
};

/// How the cluster's API server is connected to with these credentials. Error: one sentence saying which
/// credential is unusable; `log` is told when one becomes so later.
std::expected<net::http_client_options, std::string> connection_options(cluster_credentials credentials,
                                                                        const log_sink& log = {});

/// A client of the cluster's API server. Certificates, CA and token files are followed as they change.
/// Error: one sentence saying which credential is unusable; `log` is told when one becomes so later.
std::expected<std::unique_ptr<api_client>, std::string>
create_api_client(net::executor ex, cluster_credentials credentials, const log_sink& log = {});

} // namespace barograph::kube
