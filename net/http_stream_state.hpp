#pragma once
#include "net/http_incoming.hpp"
#include "net/http_stream.hpp"

#include <memory>
#include <string>

/// What an http_stream is made of. Private to net/.
namespace barograph::net {

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
