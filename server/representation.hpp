#pragma once
#include <cstdint>

namespace barograph::server {

/// The forms in which there are objects of the API.
enum class media_type : std::uint8_t { json = 1, yaml, protobuf };

/// In which form a client gets an object.
struct representation {
    media_type type = media_type::json;
    bool indented = false; ///< for people; of JSON only

    bool operator==(const representation&) const = default;
};

} // namespace barograph::server
