#pragma once
#include "server/request.hpp"

#include <string>
#include <string_view>

/// The Audit-ID header ties one request's traces in several API servers together.
namespace barograph::server {

inline constexpr std::string_view audit_id_header = "Audit-ID";

/// As the client sent it; empty: it sent none. As Go's generic API server does, any text is taken; logs cut
/// it.
std::string_view given_audit_id(const request& question);

/// A new one: a random UUID. Not thread-safe.
std::string new_audit_id();

} // namespace barograph::server
