#pragma once
#include "server/representation.hpp"
#include "server/request.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// In which form a client gets an object. Source: "Resource representations" in Kubernetes' API concepts, and
/// the behaviour of its generic API server. Only the first Accept header counts, as there.
namespace barograph::server {

/// Discovery as a whole instead of group by group, and in which version of its own types.
enum class aggregated_discovery : std::uint8_t { v2 = 1, v2beta1 };

/// For any object as it is. Nothing when the client accepts none of the types: 406. A transformation, for
/// instance into a Table, is not offered: an alternative that asks for one is passed over.
[[nodiscard]] std::optional<representation> negotiate(const request& question);

struct aggregated_representation {
    representation form;
    aggregated_discovery version{};
};

/// For `/apis`: nothing when the client does not ask for aggregated discovery in a type that there is. When
/// it does, even as its last choice, that is what it gets.
[[nodiscard]] std::optional<aggregated_representation> negotiate_aggregated(const request& question);

/// Whether the client takes JSON: for what there is in no other form.
[[nodiscard]] bool accepts_json(const request& question);

/// The Content-Type of an object.
[[nodiscard]] std::string_view content_type(media_type type);
/// That of aggregated discovery, which names the kind.
[[nodiscard]] std::string_view content_type(media_type type, aggregated_discovery version);

} // namespace barograph::server
