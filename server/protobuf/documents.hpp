#pragma once
#include "metrics/provider.hpp"
#include "server/api_discovery.hpp"
#include "server/status.hpp"

#include <string>
#include <string_view>

/// The objects that this API serves, as Kubernetes' protobuf: whole response bodies, byte for byte as Go's
/// API machinery writes them. `server/documents.hpp` writes the same structs as JSON. Sources: the
/// `generated.proto` files of meta/v1, runtime, apidiscovery/v2 and external_metrics/v1beta1, and "Protobuf
/// encoding" in Kubernetes' API concepts. Text is written as it is; a client that wants UTF-8 has to be given
/// UTF-8. Thread-safe; nothing fails.
namespace barograph::server {

/// The content type of each.
inline constexpr std::string_view protobuf_type = "application/vnd.kubernetes.protobuf";

std::string to_protobuf(const metrics::value_list& values);
std::string to_protobuf(const status& failure);
std::string to_protobuf(const api_group& group);
std::string to_protobuf(const api_group_list& list);
std::string to_protobuf(const api_resource_list& list);
std::string to_protobuf(const group_discovery_list& all);

} // namespace barograph::server
