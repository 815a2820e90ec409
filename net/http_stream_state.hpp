#pragma once
#include "net/http_incoming.hpp"
#include "net/http_stream.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/message.hpp>

#include <cstdint>
#include <memory>
#include <string>

/// What an http_stream is made of. Private to net/.
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

struct http_stream::state {
    std::unique_ptr<stream> connection;
    incoming in;
    std::unique_ptr<boost::beast::http::response_parser<piece_body>> parser;
    std::size_t longest_line;
    std::string where;
    std::string content_type;
    std::string retry_after;
};

} // namespace barograph::net
