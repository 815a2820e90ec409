#pragma once
#include "prometheus/api.hpp"

#include <memory>

namespace barograph::prometheus {

/// `api`, with one query at a time for one PromQL: whoever asks for it meanwhile gets the same answer, be it
/// a failure. The answer ends by the deadline of the one who asked first; who asks later with an earlier one
/// waits for that; a result says when it was sent. Beyond `max_in_flight` different queries at once the next
/// is errc::unavailable: a backend that does not answer must not gather more and more of them.
std::unique_ptr<api> share_queries(std::unique_ptr<api> api, std::size_t max_in_flight = 1000);

} // namespace barograph::prometheus
