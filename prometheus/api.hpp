#pragma once
#include "net/http_client.hpp"
#include "prometheus/error.hpp"
#include "prometheus/query_result.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace barograph::prometheus {

/// The part of the Prometheus HTTP API that Barograph needs. Use from the io_context's thread only.
/// Each call ends by its deadline (errc::timed_out) and can be cancelled (errc::cancelled).
class api {
public:
    virtual ~api() = default;

    /// Evaluates `promql` now. Prometheus is told to give up by the deadline as well.
    virtual net::awaitable<std::expected<query_result, error>> query(std::string promql,
                                                                     net::time_point deadline) = 0;

    /// Whether the backend can read `promql`; errc::rejected with its objection when it can't. Nothing is
    /// evaluated where the backend knows `/api/v1/format_query`; elsewhere the query is evaluated once, and
    /// what fails only then is an error, too.
    virtual net::awaitable<std::expected<void, error>> parse(std::string promql,
                                                             net::time_point deadline) = 0;

    /// The names, sorted, of the series that match `selector` and had samples since `start`.
    virtual net::awaitable<std::expected<std::vector<std::string>, error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) = 0;

    /// The backend's URL for logs and messages, without credentials.
    [[nodiscard]] virtual std::string where() const = 0;
};

/// How requests with parameters are sent: in the URL, or as a form (for long queries behind strict proxies).
enum class http_verb { get = 1, post };

/// The API over HTTP. `client` must outlive it.
std::unique_ptr<api> create_api(net::http_client& client, http_verb verb);

} // namespace barograph::prometheus
