#pragma once
#include "net/http_client.hpp"
#include "test/support/child_process.hpp"
#include "test/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace barograph::test {

/// Where the program under test is.
[[nodiscard]] std::string program();

/// An answer of the API.
struct api_answer {
    unsigned status = 0;
    nlohmann::json body;
    std::string text{}; ///< the body as it came

    /// `status message` of a Status.
    [[nodiscard]] std::string sentence() const;
    /// The values of the items, in order.
    [[nodiscard]] std::vector<std::string> values() const;
    /// The items' label of that name, sorted.
    [[nodiscard]] std::vector<std::string> labels(const std::string& name) const;
};

/// The program at work, asked over HTTPS as kubectl would ask it.
class barograph_server {
public:
    /// Starts it for these rules (the whole content of the file) and awaits that it is ready. It lists its
    /// metrics every 200 ms and gives Prometheus 2 s for an answer, unless `flags` say otherwise.
    barograph_server(const std::string& rules, const std::string& prometheus_url,
                     const std::vector<std::string>& flags = {});
    barograph_server(const barograph_server&) = delete;
    barograph_server& operator=(const barograph_server&) = delete;

    /// GET of a path. Status 0 when there is no answer.
    api_answer get(const std::string& path);
    /// GET of a metric.
    api_answer metric(const std::string& name, const std::string& selector = "",
                      const std::string& ns = "shop");
    /// The names of all metrics.
    std::vector<std::string> list();

    /// Asks for a path and comes back at once; the answer is awaited by answer().
    void begin(const std::string& path);
    api_answer answer();

    child_process& process() { return process_; }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// The PEM file of the certificate that it serves with, made by itself for localhost.
    [[nodiscard]] std::string certificate_file() const {
        return (folder_.path() / "certificates" / "apiserver.crt").string();
    }

private:
    net::awaitable<> ask(std::string path);

    temporary_folder folder_;
    child_process process_;
    std::uint16_t port_ = 0;
    net::asio::io_context context_;
    std::unique_ptr<net::http_client> client_;
    std::optional<net::http_result> begun_;
};

/// Path of the API, up to the version.
inline const std::string api = "/apis/external.metrics.k8s.io/v1beta1";

/// Path of a metric, selector included.
std::string metric_path(const std::string& name, const std::string& selector = "",
                        const std::string& ns = "shop");

} // namespace barograph::test
