#pragma once
#include "net/asio.hpp"
#include "net/tls_client.hpp"
#include "net/url.hpp"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::net {

class http_stream;

/// One request, relative to the client's base URL.
struct http_request {
    std::string method = "GET";
    std::string target;       ///< appended to the base URL's path; already percent-encoded, starts with `/`
    std::string content_type; ///< of the body; empty: none is sent
    std::string body;
};

/// A whole answer. Header fields that nobody here needs are dropped.
struct http_response {
    unsigned status = 0;
    std::string content_type;
    std::string retry_after; ///< as sent; empty when absent
    std::string body;        ///< decoded; empty when it was given piece by piece
    std::string date{};      ///< as sent; empty when absent
};

/// Receives an answer's body, decoded, piece by piece. Pieces end where they happen to end.
using body_sink = std::function<void(std::string_view piece)>;

/// Why there is no answer.
enum class http_errc {
    credentials = 1, ///< this client has no token to show
    resolve,         ///< the host name could not be looked up
    connect,         ///< no connection
    tls,             ///< the TLS handshake failed, the server's certificate included
    timed_out,       ///< the deadline passed
    broken,          ///< the connection broke before the answer was whole
    malformed,       ///< what came is not HTTP
    too_large,       ///< the answer is larger than the limit
    cancelled,       ///< shutdown
};

struct http_error {
    http_errc code{};
    std::string message; ///< one sentence, for logs and clients; holds neither credentials nor headers
};

struct http_client_options {
    url base;
    std::shared_ptr<tls_client> tls; ///< required when the base URL is https
    /// Sent with every request, in place of a usual one of the same name (Host, User-Agent, Accept,
    /// Authorization). Neither names nor values may hold line breaks.
    std::vector<std::pair<std::string, std::string>> headers{};
    /// Asked before each request for the value of Authorization; empty text: none is sent.
    std::function<std::expected<std::string, std::string>()> authorization{};
    std::size_t max_idle_connections = 8;
    std::size_t max_header_bytes = std::size_t{64} << 10U;
    std::size_t max_body_bytes = std::size_t{16} << 20U; ///< as sent, and decoded
    /// Ask for gzip (Accept-Encoding, unless `headers` say otherwise) and decode it. An answer in any other
    /// encoding, or in one that was not asked for, is malformed.
    bool accepts_gzip = false;
    std::chrono::milliseconds idle_timeout{60'000}; ///< an idle connection older than this is not used again
};

using http_result = std::expected<http_response, http_error>;

/// An HTTP/1.1 client of one server, with a pool of kept connections. Use from the io_context's thread only;
/// must outlive its requests. A request that fails on a kept connection before any byte of the answer came is
/// sent again once on a new one: the server may have closed the kept one meanwhile, or a packet filter
/// between them forgotten it, which is taken for so when the peer's system has acknowledged nothing for a
/// third of the time to the deadline. Interim answers (1xx) are passed over, but 101 is malformed, because no
/// request asks for another protocol; redirections are given as they are.
class http_client {
public:
    http_client(executor ex, http_client_options options);
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;
    ~http_client();

    /// Sends a request and gives the whole answer, whatever its status. Cancellable.
    awaitable<http_result> send(http_request request, time_point deadline);

    /// The same, but the body goes to `into` while it comes; `into` must live until the request is over. It
    /// may have got a part of a body when the answer turns out to be none, or a body whatever the status:
    /// what it got counts once the answer is there.
    awaitable<http_result> send(http_request request, time_point deadline, const body_sink& into);

    /// Sends a request and gives its answer once the header came, whatever its status; the body is read from
    /// it. Takes a connection of its own. `deadline` is for the header. Cancellable.
    awaitable<std::expected<http_stream, http_error>> open_stream(http_request request, time_point deadline);

    [[nodiscard]] const url& base() const { return options_.base; }

private:
    struct idle_connection;
    struct attempt;

    awaitable<http_result> send_and_retry(http_request request, time_point deadline, const body_sink& into);
    awaitable<std::expected<class stream, http_error>> open(time_point deadline);
    awaitable<std::expected<http_stream, http_error>> begin_stream(http_request request, time_point deadline);
    awaitable<attempt> exchange(class stream& connection, std::string_view wire, bool head_only,
                                const body_sink& into);
    std::expected<std::string, http_error> serialize(const http_request& request) const;
    std::unique_ptr<stream> take_idle();
    // Those that have not been used since then. Where one has died without a word, others have, too.
    void forget_idle_since(time_point when);
    void keep(std::unique_ptr<stream> connection);

    executor executor_;
    http_client_options options_;
    std::vector<idle_connection> idle_;
};

} // namespace barograph::net
