#pragma once
#include "net/file_stamp.hpp"
#include "net/log_sink.hpp"
#include "net/stream.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace barograph::net {

/// PEM text, or the file that holds it. Both empty: not given.
struct pem_source {
    std::string file;
    std::string text; ///< used when `file` is empty

    [[nodiscard]] bool given() const { return !file.empty() || !text.empty(); }
};

/// What a client trusts and how it identifies itself.
struct tls_client_options {
    pem_source ca;          ///< certificates to trust; not given: those of the system
    pem_source certificate; ///< this client's own, with `key`; not given: it shows none
    pem_source key;
    std::string server_name; ///< the server's certificate must be for this name; empty: for the URL's host
    bool insecure_skip_verify = false; ///< a kubeconfig may ask for it; nothing else sets it
};

/// Client-side TLS settings (1.2 or newer, server verified) that follow their files: replaced files give
/// another context, for the connections from then on; while the new ones are unusable the old settings stay,
/// and the log says why. Use from one thread.
class tls_client {
public:
    /// Error: one sentence naming the file or setting that is unusable.
    static std::expected<tls_client, std::string> create(tls_client_options options, log_sink log = {});

    /// The context for a new connection.
    std::shared_ptr<tls_context> current();

    /// When this client's own certificate expires; nothing if it shows none.
    [[nodiscard]] std::optional<std::chrono::sys_seconds> expires();

    /// The name that the server's certificate must be for, when it is asked as `host`.
    [[nodiscard]] const std::string& name_of_server(const std::string& host) const {
        return options_.server_name.empty() ? host : options_.server_name;
    }

private:
    tls_client(tls_client_options options, log_sink log);
    [[nodiscard]] std::vector<file_stamp> stamps() const;

    tls_client_options options_;
    log_sink log_;
    bool refused_ = false; ///< what the files hold now
    std::vector<file_stamp> stamps_;
    std::shared_ptr<tls_context> context_;
};

} // namespace barograph::net
