#pragma once
#include "net/asio.hpp"
#include "net/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::test {

/// A request as the scripted server got it.
struct scripted_request {
    std::string method;
    std::string target; ///< with the query, as sent
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string client_name; ///< the CN of the client's TLS certificate; empty when it showed none

    /// The first field of that name, whatever its case; empty when there is none.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// What the server does with a request.
struct scripted_answer {
    enum class kind {
        reply = 1,      ///< a whole HTTP answer
        never,          ///< nothing, for as long as the client keeps the connection
        close_mid_body, ///< announces the whole body, sends half of it and closes
        disconnect,     ///< closes without an answer
        raw,            ///< sends `body` as it stands, then closes
    };

    kind what = kind::reply;
    unsigned status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    bool held = false; ///< waits for scripted_server::release() first

    static scripted_answer json(std::string body) { return reply(200, std::move(body)); }

    static scripted_answer reply(unsigned status, std::string body);
    static scripted_answer never();
    static scripted_answer close_mid_body(std::string body);
    static scripted_answer disconnect();
    static scripted_answer raw(std::string bytes);
    [[nodiscard]] scripted_answer hold() const;
};

/// A remote side for tests: an HTTP/1.1 server on a free port of 127.0.0.1 that does what it was told
/// and remembers what it was asked. It runs on the test's io_context, so it needs no lock: use it from that
/// thread. Answers are chosen in this order: then(), when(), always(); without any it is status 500
/// "unscripted".
class scripted_server {
public:
    explicit scripted_server(net::executor ex);
    scripted_server(const scripted_server&) = delete;
    scripted_server& operator=(const scripted_server&) = delete;
    ~scripted_server(); ///< closes every connection

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const; ///< http://127.0.0.1:PORT, or https:// after use_tls()

    /// Speaks TLS on connections accepted from now on.
    void use_tls(std::shared_ptr<net::tls_context> settings);

    /// For the next request that has no answer of this kind yet; call it once for each request, in order.
    void then(scripted_answer answer);
    /// For every request whose target without its query is `path`.
    void when(std::string path, scripted_answer answer);
    /// For every request.
    void always(scripted_answer answer);
    void always(std::function<scripted_answer(const scripted_request&)> answer);

    /// Lets the held answers go.
    void release();
    /// Closes the connections that are open now.
    void close_connections();
    /// Accepts no connection any more; those that are open stay.
    void stop_listening();

    /// All requests so far, in order of arrival.
    [[nodiscard]] const std::vector<scripted_request>& requests() const;
    /// How many connections were accepted so far.
    [[nodiscard]] std::size_t connections() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace barograph::test
