#pragma once
#include "server/connection.hpp"

#include <boost/beast/http/fields.hpp>

#include <string_view>

namespace barograph::server {

namespace http = boost::beast::http;

class request_record;
struct grounds;

/// One request as the session read it; valid until its reply is written.
struct request {
    std::string_view method; ///< as sent
    std::string_view path;   ///< the target up to `?`, still percent-encoded
    std::string_view query;  ///< what follows `?`, still percent-encoded
    http::fields& fields;    ///< the header section; without credentials once it is known who asks
    connection& from;
    request_record* record = nullptr; ///< told what becomes known of the request; none: nobody listens
    grounds* basis = nullptr;         ///< told what the answer rests on; none: nobody wants to know
};

/// Whether a method only asks, and changes nothing.
[[nodiscard]] inline bool is_read(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

} // namespace barograph::server
