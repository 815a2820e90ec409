#pragma once
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace barograph::server {

/// Reads one request and drops the fields that follow a chunked body. Beast would add them to the header
/// section after it was judged, where a client's trailers, which a proxy may pass on unseen, would say who
/// asks. Source: RFC 9110, section 6.5.1.
class request_parser final : public boost::beast::http::request_parser<boost::beast::http::string_body> {
    void on_field_impl(boost::beast::http::field name, boost::beast::string_view name_string,
                       boost::beast::string_view value, boost::beast::error_code& /*error*/) override {
        if (!is_header_done()) {
            get().insert(name, name_string, value);
        }
    }
};

} // namespace barograph::server
