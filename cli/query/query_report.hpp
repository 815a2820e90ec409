#pragma once
#include "cli/query/query_options.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace barograph::cli {

/// What an HPA with the wanted target makes of an explanation's values: `usage`, `usageRatio`,
/// `desiredReplicas`, `withinTolerance` and what was asked. Null without a target or without values.
nlohmann::ordered_json hpa_object(const query_options& options, const nlohmann::ordered_json& explanation);

/// An explanation (see server/explanation_document.hpp) and what an HPA makes of it, for a reader on a
/// terminal. Whatever the texts hold, safe to print.
std::string query_report(const query_options& options, const nlohmann::ordered_json& explanation,
                         const nlohmann::ordered_json& hpa);

} // namespace barograph::cli
