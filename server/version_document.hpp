#pragma once
#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace barograph::server {

/// `/version`: version.Info of Kubernetes' API types. `version` is the program's own, `1.2.3`; commit and
/// date are those of the sources that the build was configured from, empty outside of a git clone.
nlohmann::ordered_json version_object(std::string_view version);

} // namespace barograph::server
