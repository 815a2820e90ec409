#include "net/http_client.hpp"

#include "net/resolver.hpp"
#include "net/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <optional>

namespace barograph::net {

namespace http = boost::beast::http;

namespace {

using response_parser = http::response_parser<http::string_body>;

constexpr std::size_t read_chunk = std::size_t{16} << 10U;

http_error cut_short(const error_code& error, http_errc code, const std::string& what) {
    if (error == asio::error::timed_out) {
        return {http_errc::timed_out, what + ": no answer within the deadline"};
    }
    if (error == asio::error::operation_aborted) {
        return {http_errc::cancelled, what + ": cancelled"};
    }
    return {code, what + ": " + error.message()};
}

http_error unreadable(const error_code& error, const std::string& what) {
    if (error == http::error::body_limit || error == http::error::header_limit) {
        return {http_errc::too_large, what + ": the answer is larger than the limit"};
    }
    if (error == http::error::partial_message || error == http::error::end_of_stream) {
        return {http_errc::broken, what + ": the connection ended before the answer was whole"};
    }
    return {http_errc::malformed, what + ": the answer is not valid HTTP (" + error.message() + ")"};
}

http_response taken_from(response_parser& parser) {
    auto message = parser.release();
    return {.status = message.result_int(),
            .content_type = std::string(message[http::field::content_type]),
            .retry_after = std::string(message[http::field::retry_after]),
            .body = std::move(message.body())};
}

} // namespace

struct http_client::idle_connection {
    std::unique_ptr<class stream> connection;
    time_point since;
};

// What came of sending a request over one connection.
struct http_client::attempt {
    http_result result;
    bool reusable = false; ///< the connection may serve another request
    bool untouched = true; ///< not one byte of an answer was seen
};

http_client::http_client(executor ex, http_client_options options)
    : executor_(ex), options_(std::move(options)) {}

http_client::~http_client() = default;

awaitable<http_result> http_client::send(http_request request, time_point deadline) {
    const auto wire = serialize(request);
    if (!wire) {
        co_return std::unexpected(wire.error());
    }
    if (auto kept = take_idle()) {
        kept->expires_at(deadline);
        auto tried = co_await exchange(*kept, *wire, request.method == "HEAD");
        const bool outdated =
            !tried.result && tried.result.error().code == http_errc::broken && tried.untouched;
        if (tried.reusable) {
            keep(std::move(kept));
        }
        if (!outdated) {
            co_return std::move(tried.result);
        }
    }

    auto opened = co_await open(deadline);
    if (!opened) {
        co_return std::unexpected(std::move(opened.error()));
    }
    auto fresh = std::make_unique<class stream>(std::move(*opened));
    auto tried = co_await exchange(*fresh, *wire, request.method == "HEAD");
    if (tried.reusable) {
        keep(std::move(fresh));
    }
    co_return std::move(tried.result);
}

awaitable<std::expected<class stream, http_error>> http_client::open(time_point deadline) {
    const auto where = options_.base.redacted();
    auto endpoints = co_await resolve(executor_, options_.base.host, options_.base.port, deadline);
    if (!endpoints) {
        co_return std::unexpected(cut_short(endpoints.error(), http_errc::resolve, where));
    }
    class stream connection(executor_);
    connection.expires_at(deadline);
    const auto refused = co_await connection.connect(std::move(*endpoints));
    if (refused) {
        co_return std::unexpected(cut_short(refused, http_errc::connect, where));
    }
    if (options_.base.tls) {
        const auto distrusted = co_await connection.start_tls_client(
            options_.tls->current(), options_.tls->name_of_server(options_.base.host));
        if (distrusted) {
            co_return std::unexpected(cut_short(distrusted, http_errc::tls, where));
        }
    }
    co_return std::move(connection);
}

awaitable<http_client::attempt> http_client::exchange(class stream& connection, std::string_view wire,
                                                      bool head_only) {
    const auto where = options_.base.redacted();
    const auto unsent = co_await connection.write(wire);
    if (unsent) {
        co_return attempt{.result = std::unexpected(cut_short(unsent, http_errc::broken, where))};
    }

    response_parser parser;
    parser.eager(true);
    parser.skip(head_only);
    parser.header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
    parser.body_limit(options_.max_body_bytes);
    boost::beast::flat_buffer buffer;
    bool untouched = true;
    while (!parser.is_done()) {
        const auto space = buffer.prepare(read_chunk);
        const auto count = co_await connection.read_some({static_cast<char*>(space.data()), space.size()});
        error_code error;
        if (!count) {
            // TLS peers often close without close_notify; whether the answer is whole is for its framing to
            // say.
            const bool ended =
                count.error() == asio::error::eof || count.error() == asio::ssl::error::stream_truncated;
            if (!ended) {
                co_return attempt{.result =
                                      std::unexpected(cut_short(count.error(), http_errc::broken, where)),
                                  .untouched = untouched};
            }
            if (untouched) {
                error = http::error::end_of_stream;
            } else {
                parser.put_eof(error);
            }
        } else {
            untouched = false;
            buffer.commit(*count);
            buffer.consume(parser.put(buffer.data(), error));
            if (error == http::error::need_more) {
                error = {};
            }
        }
        if (error) {
            co_return attempt{.result = std::unexpected(unreadable(error, where)), .untouched = untouched};
        }
    }
    const bool reusable = parser.get().keep_alive() && !parser.get().need_eof() && buffer.size() == 0;
    co_return attempt{.result = taken_from(parser), .reusable = reusable, .untouched = false};
}

std::expected<std::string, http_error> http_client::serialize(const http_request& request) const {
    std::string wire = request.method + " " + options_.base.path_prefix + request.target +
                       " HTTP/1.1\r\nHost: " + options_.base.authority() +
                       "\r\nUser-Agent: barograph\r\nAccept: application/json\r\n";
    if (options_.authorization) {
        const auto value = options_.authorization();
        if (!value) {
            return std::unexpected(http_error{http_errc::credentials, value.error()});
        }
        if (!value->empty()) {
            wire += "Authorization: " + *value + "\r\n";
        }
    }
    for (const auto& [name, value] : options_.headers) {
        wire += name + ": " + value + "\r\n";
    }
    if (!request.content_type.empty()) {
        wire += "Content-Type: " + request.content_type + "\r\n";
    }
    if (!request.body.empty() || request.method == "POST") {
        wire += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    return wire + "\r\n" + request.body;
}

std::unique_ptr<class stream> http_client::take_idle() {
    const auto too_old = steady_clock::now() - options_.idle_timeout;
    while (!idle_.empty()) {
        auto candidate = std::move(idle_.back());
        idle_.pop_back();
        if (candidate.since > too_old && candidate.connection->is_quiet()) {
            return std::move(candidate.connection);
        }
    }
    return nullptr;
}

void http_client::keep(std::unique_ptr<class stream> connection) {
    if (idle_.size() < options_.max_idle_connections) {
        connection->expires_at(time_point::max());
        idle_.push_back({std::move(connection), steady_clock::now()});
    }
}

} // namespace barograph::net
