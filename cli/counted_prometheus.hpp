#pragma once
#include "prometheus/api.hpp"
#include "telemetry/instruments.hpp"

#include <memory>

namespace barograph::cli {

/// The same API, each call counted by its result and timed. `counts` must outlive it.
std::unique_ptr<prometheus::api> counted(std::unique_ptr<prometheus::api> api,
                                         telemetry::instruments& counts);

} // namespace barograph::cli
