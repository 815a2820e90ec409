#include "net/http_client.hpp"

#include "net/http_body.hpp"
#include "net/http_failure.hpp"
#include "net/http_stream_state.hpp"
#include "net/resolver.hpp"
#include "net/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <optional>

namespace barograph::net {

namespace http = boost::beast::http;

namespace {

using response_parser = http::response_parser<piece_body>;

// 100 Continue, 103 Early Hints and their like: more than a few before one answer are an attack.
constexpr int most_interim_answers = 16;
constexpr unsigned first_final_status = 200;
// What follows it is of another protocol (RFC 9110, section 15.2.2), which nobody here ever asks for.
constexpr unsigned switching_protocols = 101;
// Of the time that a request has, for finding out that a kept connection is dead; the rest is for a new one.
constexpr int part_for_silence = 3;

http_error no_final_answer(unsigned last_status, const std::string& where) {
    const auto* why = last_status == switching_protocols
                          ? ": status 101 (Switching Protocols), which nobody asked for"
                          : ": interim answers (1xx) without a final one";
    return {http_errc::malformed, where + why};
}

bool holds_line_break(std::string_view value) {
    return std::ranges::any_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// Reads one message and gives its body to `body` as it comes, unless it is an interim one, which has none.
// What came beyond it stays in the buffer.
awaitable<std::optional<http_error>> read_message(stream& connection, incoming& in, response_parser& parser,
                                                  std::size_t longest_line, bool accepts_gzip,
                                                  body_intake& body, const std::string& where) {
    in.starved = in.buffer.size() == 0;
    bool has_begun = false;
    while (!parser.is_done()) {
        auto failure = co_await read_step(connection, in, parser, longest_line, where);
        if (!failure && !has_begun && parser.is_header_done()) {
            has_begun = true;
            failure = body.begin(parser.get()[http::field::content_encoding], accepts_gzip);
        }
        if (!failure && has_begun) {
            failure = body.take(parser.get().body());
            parser.get().body().clear();
        }
        if (failure) {
            co_return failure;
        }
    }
    co_return body.finish();
}

http_response header_of(const response_parser& parser) {
    const auto& header = parser.get();
    return {.status = header.result_int(),
            .content_type = std::string(header[http::field::content_type]),
            .retry_after = std::string(header[http::field::retry_after]),
            .body = {},
            .date = std::string(header[http::field::date])};
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
    std::string body;
    const body_sink collect = [&body](std::string_view piece) { body += piece; };
    auto result = co_await send(std::move(request), deadline, collect);
    if (result) {
        result->body = std::move(body);
    }
    co_return result;
}

awaitable<http_result> http_client::send(http_request request, time_point deadline, const body_sink& into) {
    try {
        co_return co_await send_and_retry(std::move(request), deadline, into);
    } catch (const boost::system::system_error& e) {
        // Thrown by Asio at the next co_await when the cancellation came between two operations.
        if (e.code() != asio::error::operation_aborted) {
            throw;
        }
        co_return std::unexpected(cut_short(e.code(), http_errc::cancelled, options_.base.redacted()));
    }
}

awaitable<http_result> http_client::send_and_retry(http_request request, time_point deadline,
                                                   const body_sink& into) {
    const auto wire = serialize(request);
    if (!wire) {
        co_return std::unexpected(wire.error());
    }
    if (auto kept = take_idle()) {
        const auto begun = steady_clock::now();
        kept->expires_at(deadline);
        kept->abort_unacknowledged_after(
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - begun) / part_for_silence);
        auto tried = co_await exchange(*kept, *wire, request.method == "HEAD", into);
        const auto failure = tried.result || !tried.untouched ? http_errc{} : tried.result.error().code;
        const bool outdated = failure == http_errc::broken;
        if (outdated || failure == http_errc::timed_out) {
            forget_idle_since(begun);
        }
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
    auto tried = co_await exchange(*fresh, *wire, request.method == "HEAD", into);
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
        const auto name = options_.tls->name_of_server(options_.base.host);
        const auto refused_peer = co_await connection.start_tls_client(options_.tls->current(), name);
        if (refused_peer) {
            co_return std::unexpected(refused_handshake(connection, refused_peer, name, where));
        }
    }
    co_return std::move(connection);
}

awaitable<http_client::attempt> http_client::exchange(class stream& connection, std::string_view wire,
                                                      bool head_only, const body_sink& into) {
    const auto where = options_.base.redacted();
    const auto unsent = co_await connection.write(wire);
    if (unsent) {
        co_return attempt{.result = std::unexpected(cut_short(unsent, http_errc::broken, where))};
    }

    incoming in;
    unsigned status = 0;
    for (int interim = 0; interim <= most_interim_answers && status != switching_protocols; ++interim) {
        response_parser parser;
        parser.eager(true);
        parser.skip(head_only);
        parser.header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
        parser.body_limit(options_.max_body_bytes);
        body_intake body(options_.max_body_bytes, into, where);
        auto failure = co_await read_message(connection, in, parser, options_.max_header_bytes,
                                             options_.accepts_gzip, body, where);
        if (failure) {
            co_return attempt{.result = std::unexpected(std::move(*failure)), .untouched = in.untouched};
        }
        status = parser.get().result_int();
        if (status >= first_final_status) {
            const bool reusable =
                parser.get().keep_alive() && !parser.get().need_eof() && in.buffer.size() == 0;
            co_return attempt{.result = header_of(parser), .reusable = reusable, .untouched = false};
        }
    }
    co_return attempt{.result = std::unexpected(no_final_answer(status, where)), .untouched = false};
}

awaitable<std::expected<http_stream, http_error>> http_client::open_stream(http_request request,
                                                                           time_point deadline) {
    try {
        co_return co_await begin_stream(std::move(request), deadline);
    } catch (const boost::system::system_error& e) {
        if (e.code() != asio::error::operation_aborted) {
            throw;
        }
        co_return std::unexpected(cut_short(e.code(), http_errc::cancelled, options_.base.redacted()));
    }
}

awaitable<std::expected<http_stream, http_error>> http_client::begin_stream(http_request request,
                                                                            time_point deadline) {
    const auto wire = serialize(request);
    if (!wire) {
        co_return std::unexpected(wire.error());
    }
    auto opened = co_await open(deadline);
    if (!opened) {
        co_return std::unexpected(std::move(opened.error()));
    }
    auto s = std::make_unique<http_stream::state>();
    s->connection = std::make_unique<class stream>(std::move(*opened));
    s->longest_line = options_.max_header_bytes;
    s->where = options_.base.redacted();
    const auto unsent = co_await s->connection->write(*wire);
    if (unsent) {
        co_return std::unexpected(cut_short(unsent, http_errc::broken, s->where));
    }
    unsigned status = 0;
    for (int interim = 0; interim <= most_interim_answers && status != switching_protocols; ++interim) {
        s->parser = std::make_unique<http::response_parser<piece_body>>();
        s->parser->header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
        s->parser->body_limit(boost::none);
        s->in.starved = s->in.buffer.size() == 0;
        while (!s->parser->is_header_done()) {
            auto failure = co_await read_step(*s->connection, s->in, *s->parser, s->longest_line, s->where);
            if (failure) {
                co_return std::unexpected(std::move(*failure));
            }
        }
        const auto& header = s->parser->get();
        status = header.result_int();
        if (status >= first_final_status) {
            s->content_type = header[http::field::content_type];
            s->retry_after = header[http::field::retry_after];
            s->parser->eager(true);
            s->in.starved = s->in.buffer.size() == 0;
            co_return http_stream(std::move(s));
        }
    }
    co_return std::unexpected(no_final_answer(status, s->where));
}

std::expected<std::string, http_error> http_client::serialize(const http_request& request) const {
    std::string wire = request.method + " " + options_.base.path_prefix + request.target + " HTTP/1.1\r\n";
    // A header that the options set takes the place of the usual one.
    const auto add_unless_set = [&](std::string_view name, const std::string& value) {
        const bool is_set = std::ranges::any_of(
            options_.headers, [&](const auto& header) { return boost::beast::iequals(header.first, name); });
        if (!is_set) {
            wire.append(name).append(": ").append(value).append("\r\n");
        }
    };
    add_unless_set("Host", options_.base.authority());
    add_unless_set("User-Agent", "barograph");
    add_unless_set("Accept", "application/json");
    if (options_.accepts_gzip) {
        add_unless_set("Accept-Encoding", "gzip");
    }
    if (options_.authorization) {
        const auto value = options_.authorization();
        if (!value) {
            return std::unexpected(http_error{http_errc::credentials, value.error()});
        }
        if (holds_line_break(*value)) {
            return std::unexpected(
                http_error{http_errc::credentials, "the credentials hold a line break and cannot be sent"});
        }
        if (!value->empty()) {
            add_unless_set("Authorization", *value);
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
    // The newest is used first, so that what only a burst needed comes of age.
    forget_idle_since(too_old);
    // A connection that is kept busy would otherwise show a replaced certificate, and trust a replaced CA,
    // for good.
    const auto settings = options_.base.tls ? options_.tls->current() : nullptr;
    while (!idle_.empty()) {
        auto candidate = std::move(idle_.back());
        idle_.pop_back();
        if (candidate.connection->tls_settings() == settings.get() && candidate.connection->is_quiet()) {
            return std::move(candidate.connection);
        }
    }
    return nullptr;
}

void http_client::forget_idle_since(time_point when) {
    std::erase_if(idle_, [&](const idle_connection& each) { return each.since <= when; });
}

void http_client::keep(std::unique_ptr<class stream> connection) {
    if (idle_.size() < options_.max_idle_connections) {
        connection->expires_at(time_point::max());
        idle_.push_back({std::move(connection), steady_clock::now()});
    }
}

} // namespace barograph::net
