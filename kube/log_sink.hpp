#pragma once
#include "net/log_sink.hpp"

namespace barograph::kube {

using net::log_sink;

} // namespace barograph::kube
