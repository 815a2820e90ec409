#pragma once
#include "bench/load/connection.hpp"
#include "bench/load/request_set.hpp"
#include "bench/load/settings.hpp"

#include <optional>

namespace barograph::bench {

/// Tries to connect and asks for the first key, again and again, until there is a value; says when that was.
/// Nothing when there was none in the time of the settings.
std::optional<time_point> await_first_value(const settings& options, const request_set& requests,
                                            SSL_CTX* context);

} // namespace barograph::bench
