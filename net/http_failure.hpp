#pragma once
#include "net/http_client.hpp"
#include "net/stream.hpp"

#include <string>

/// Putting into words why an HTTP request got no answer. `where` is the redacted URL that was asked.
namespace barograph::net {

/// An operation ended with `error`; the code is `otherwise` unless the error itself says more (the deadline,
/// a cancellation, TLS).
http_error cut_short(const error_code& error, http_errc otherwise, const std::string& where);

/// The handshake of `connection` ended with `error`. Says what is wrong with the server's certificate, if
/// that was the cause; `name` is what it must be for.
http_error refused_handshake(stream& connection, const error_code& error, const std::string& name,
                             const std::string& where);

/// The parser ended with `error`.
http_error unreadable(const error_code& error, const std::string& where);

} // namespace barograph::net
