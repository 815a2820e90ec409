#pragma once
#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// Group protobuf: an object of the API as both of its bodies, `json` and `hex` (protobuf), with the content
/// type of the latter. Throws for an object that this API has no struct for.
[[nodiscard]] nlohmann::json answer_protobuf(const nlohmann::json& input);

} // namespace barograph::test::vectors
