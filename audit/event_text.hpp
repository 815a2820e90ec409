#pragma once
#include "audit/event.hpp"

#include <string>

namespace barograph::audit {

/// Events as lines without their end. Bytes that are not UTF-8 are told as U+FFFD.
/// `json` is an Event of audit.k8s.io/v1, `legacy` the line of Kubernetes' --audit-log-format=legacy.
std::string to_json(const event& told);
std::string to_legacy(const event& told);

} // namespace barograph::audit
