#pragma once
#include <string>
#include <string_view>

namespace barograph::net {

/// The value of an Authorization header for HTTP Basic authentication (RFC 7617). A secret.
std::string basic_auth(std::string_view user, std::string_view password);

} // namespace barograph::net
