#pragma once
#include "server/request.hpp"

#include <array>
#include <string>
#include <string_view>

namespace barograph::server {

/// Replaces `text` by everything of a request's header section that can have a bearing on its answer, reusing
/// its memory: all fields but those that only trace a request on its way. Two requests with one fingerprint
/// come from the same user, over one connection, and want their answer in the same form.
void take_fingerprint(const http::fields& fields, std::string& text);

/// The fields that are left out of fingerprints, in lower case. The aggregator sends an Audit-ID of its own
/// with each request, and the contexts of tracing.
inline constexpr std::array<std::string_view, 4> traces = {"audit-id", "traceparent", "tracestate",
                                                           "baggage"};

} // namespace barograph::server
