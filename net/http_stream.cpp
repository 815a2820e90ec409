#include "net/http_stream.hpp"

#include "net/http_stream_state.hpp"

#include <boost/system/system_error.hpp>

#include <utility>

namespace barograph::net {

http_stream::http_stream(std::unique_ptr<state> opened) : state_(std::move(opened)) {}

http_stream::http_stream(http_stream&&) noexcept = default;
http_stream& http_stream::operator=(http_stream&&) noexcept = default;
http_stream::~http_stream() = default;

unsigned http_stream::status() const {
    return state_->parser->get().result_int();
}

const std::string& http_stream::content_type() const {
    return state_->content_type;
}

const std::string& http_stream::retry_after() const {
    return state_->retry_after;
}

awaitable<std::expected<std::string, http_error>> http_stream::read_some(time_point deadline) {
    try {
        co_return co_await read_piece(deadline);
    } catch (const boost::system::system_error& e) {
        // Thrown by Asio at the next co_await when the cancellation came between two operations.
        if (e.code() != asio::error::operation_aborted) {
            throw;
        }
        co_return std::unexpected(cut_short(e.code(), http_errc::cancelled, state_->where));
    }
}

awaitable<std::expected<std::string, http_error>> http_stream::read_piece(time_point deadline) {
    auto& s = *state_;
    s.connection->expires_at(deadline);
    auto& piece = s.parser->get().body();
    while (piece.empty() && !s.parser->is_done()) {
        auto failure = co_await read_step(*s.connection, s.in, *s.parser, s.longest_line, s.where);
        if (failure) {
            co_return std::unexpected(std::move(*failure));
        }
    }
    co_return std::exchange(piece, {});
}

awaitable<std::expected<std::string, http_error>> http_stream::read_rest(std::size_t limit,
                                                                         time_point deadline) {
    std::string all;
    for (;;) {
        auto piece = co_await read_some(deadline);
        if (!piece) {
            co_return std::unexpected(std::move(piece.error()));
        }
        if (piece->empty()) {
            co_return all;
        }
        if (all.size() + piece->size() > limit) {
            co_return std::unexpected(http_error{http_errc::too_large, state_->where +
                                                                           ": the answer is larger than the "
                                                                           "limit"});
        }
        all += *piece;
    }
}

} // namespace barograph::net
