#pragma once
#include "kube/request_header.hpp"
#include "kube/user.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::kube {

/// Takes one header field; both views are valid during the call only.
using header_visitor = std::function<void(std::string_view name, std::string_view value)>;

/// A request's header: calls the visitor for each field, in the order they came.
using header_fields = std::function<void(const header_visitor& visit)>;

/// Who the front proxy asks for, as Go's generic API server reads it: of the user name's and UID's headers
/// the first of the configuration with a value counts, all values of the groups' headers, and of all headers
/// with a prefix for extra fields. Names are compared without case. Nothing when the request is not from the
/// front proxy, which takes a `verified_name`: the CN of a client certificate verified against
/// `config.client_ca_pem`, or names no user.
std::optional<user_info> authenticate_request_header(const request_header_config& config,
                                                     const std::optional<std::string>& verified_name,
                                                     const header_fields& fields);

/// Whether the front proxy may bear this name.
bool is_allowed_name(const request_header_config& config, const std::string& name);

/// Whether a field may say who asks. From anyone but the front proxy it must not reach anything.
bool is_identity_header(const request_header_config& config, std::string_view name);

} // namespace barograph::kube
