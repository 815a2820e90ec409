#pragma once
#include <string_view>

/// The files of this folder, as the build embeds them (openapi/embedded.cpp.in).
namespace barograph::server::openapi {

extern const std::string_view version_2_json;
extern const std::string_view version_3_json;

} // namespace barograph::server::openapi
