#pragma once

/// The status codes of HTTP (RFC 9110) that are answered in more than one place, or meant by more than one
/// name.
namespace barograph::server::status_code {

constexpr unsigned ok = 200;
constexpr unsigned not_modified = 304;
constexpr unsigned bad_request = 400;
constexpr unsigned unauthorized = 401;
constexpr unsigned not_found = 404;
constexpr unsigned uri_too_long = 414;

} // namespace barograph::server::status_code
