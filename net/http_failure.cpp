#include "net/http_failure.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace barograph::net {

namespace http = boost::beast::http;

http_error cut_short(const error_code& error, http_errc otherwise, const std::string& where) {
    if (error == asio::error::timed_out) {
        return {http_errc::timed_out, where + ": no answer within the deadline"};
    }
    if (error == asio::error::operation_aborted) {
        return {http_errc::cancelled, where + ": cancelled"};
    }
    // A server that wants a client certificate says so only after the handshake, in TLS 1.3.
    const bool is_tls = error.category() == asio::error::get_ssl_category();
    return {is_tls ? http_errc::tls : otherwise, where + ": " + error.message()};
}

http_error refused_handshake(stream& connection, const error_code& error, const std::string& name,
                             const std::string& where) {
    auto failure = cut_short(error, http_errc::tls, where);
    const auto verdict = SSL_get_verify_result(connection.tls_handle());
    if (failure.code != http_errc::tls || verdict == X509_V_OK) {
        return failure;
    }
    failure.message =
        where + ": the server's certificate is refused: " + X509_verify_cert_error_string(verdict);
    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH) {
        failure.message += ": it is not for " + name;
    }
    return failure;
}

http_error unreadable(const error_code& error, const std::string& where) {
    if (error == http::error::body_limit || error == http::error::header_limit ||
        error == http::error::buffer_overflow) {
        return {http_errc::too_large, where + ": the answer is larger than the limit"};
    }
    if (error == http::error::partial_message || error == http::error::end_of_stream) {
        return {http_errc::broken, where + ": the connection ended before the answer was whole"};
    }
    return {http_errc::malformed, where + ": the answer is not valid HTTP (" + error.message() + ")"};
}

} // namespace barograph::net
