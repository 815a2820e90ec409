#pragma once
#include "net/stream.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::net {

/// The serving side's TLS settings from a certificate chain and its private key, both PEM: 1.2 or newer, no
/// session resumption (a resumed session would carry a client certificate that was verified at another time).
/// Client certificates are asked for but not demanded, and deliberately not judged here: who they prove is
/// decided per request, against the CAs in force then. Error: one sentence naming what is unusable.
std::expected<std::shared_ptr<tls_context>, std::string>
create_tls_server(const std::string& certificate_file, const std::string& key_file);

} // namespace barograph::net
