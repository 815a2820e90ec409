#pragma once
#include "net/asio.hpp"

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <optional>

namespace barograph::net {

/// The settings that TLS connections are begun with. Shared by them, and not changed after the first one.
using tls_context = asio::ssl::context;

/// Makes it an error to read an encrypted private key into `context`. Without this OpenSSL asks for the
/// passphrase on the terminal, and waits for it.
void refuse_passphrases(tls_context& context);

/// When the certificate that `context` shows expires; nothing if it shows none.
std::optional<std::chrono::sys_seconds> expiry_of(tls_context& context);

} // namespace barograph::net
