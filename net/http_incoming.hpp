#pragma once
#include "net/http_failure.hpp"
#include "net/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// Reading an answer step by step, whatever its body is kept in. Private to net/.
namespace barograph::net {

/// A body of which only the piece that came last is kept. Beast's own string_body would make room for the
/// whole length that the server announces.
struct piece_body {
    using value_type = std::string;

    class reader {
    public:
        template <bool IsRequest, typename Fields>
        reader(boost::beast::http::header<IsRequest, Fields>& /*header*/, value_type& piece)
            : piece_(piece) {}

        void init(const boost::optional<std::uint64_t>& /*length*/, error_code& error) { error = {}; }

        template <typename Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            std::size_t taken = 0;
            for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
                piece_.append(static_cast<const char*>(buffer.data()), buffer.size());
                taken += buffer.size();
            }
            error = {};
            return taken;
        }

        void finish(error_code& error) { error = {}; }

    private:
        value_type& piece_;
    };
};

/// What the peer sent over one connection.
struct incoming {
    boost::beast::flat_buffer buffer; ///< not parsed yet
    bool untouched = true;            ///< not one byte came
    bool starved = true;              ///< the parser needs more than the buffer holds
};

/// Parses what is there or, when that is not enough, reads more. `longest_line` bounds what the parser does
/// not: the lines between two chunks. Nothing when the message goes on.
template <typename Body>
awaitable<std::optional<http_error>> read_step(stream& connection, incoming& in,
                                               boost::beast::http::response_parser<Body>& parser,
                                               std::size_t longest_line, const std::string& where) {
    namespace http = boost::beast::http;
    constexpr std::size_t read_chunk = std::size_t{16} << 10U;
    error_code error;
    if (!in.starved) {
        in.buffer.consume(parser.put(in.buffer.data(), error));
        in.starved = true;
        if (error == http::error::need_more) {
            error = in.buffer.size() > longest_line ? error_code(http::error::header_limit) : error_code{};
        }
    } else {
        const auto space = in.buffer.prepare(read_chunk);
        const std::span<char> into(static_cast<char*>(space.data()), space.size());
        const auto count = co_await connection.read_some(into);
        if (count) {
            in.untouched = false;
            in.buffer.commit(*count);
            in.starved = false;
        } else if (count.error() != asio::error::eof && count.error() != asio::ssl::error::stream_truncated) {
            co_return cut_short(count.error(), http_errc::broken, where);
        } else if (!parser.got_some()) {
            error = http::error::end_of_stream;
        } else {
            // TLS peers often close without close_notify; whether the answer is whole is for its framing to
            // say.
            parser.put_eof(error);
        }
    }
    if (error) {
        co_return unreadable(error, where);
    }
    co_return std::nullopt;
}

} // namespace barograph::net
