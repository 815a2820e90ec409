#pragma once
#include "config/yaml_document.hpp"

#include <expected>
#include <string>
#include <string_view>

/// What a YAML scalar stands for by YAML 1.1's rules, as Go's yaml.v2 applies them (it has no base-60
/// numbers).
namespace barograph::config {

enum class scalar_kind {
    text = 1,
    null,
    boolean,
    integer,
    floating,
    timestamp,
    merge, ///< `<<`: the map that follows is taken over
};

struct scalar_meaning {
    scalar_kind kind = scalar_kind::text;
    bool truth = false; ///< of a boolean
    std::string text;   ///< the characters, whatever the kind: numbers as written, !!binary decoded
};

/// What the scalar means, its tag and quotes considered. Error: a tag that its text does not fit, as `!!int
/// abc`.
std::expected<scalar_meaning, std::string> meaning_of(const yaml_node& scalar);

/// For messages: "a number", "text", "null", ...
std::string_view describe(scalar_kind kind);

} // namespace barograph::config
