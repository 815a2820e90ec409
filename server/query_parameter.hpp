#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Parameters that say how to answer, not what is asked for. Pure functions.
namespace barograph::server {

/// The first parameter of that name, decoded. Nothing when there is none, or `query` cannot be decoded.
[[nodiscard]] std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

/// Whether it is one of the words that Go's strconv.ParseBool takes for true.
[[nodiscard]] bool is_yes(const std::optional<std::string>& text);

} // namespace barograph::server
