#pragma once
#include "config/source_text.hpp"
#include "config/yaml_document.hpp"

#include <cstddef>

namespace barograph::config {

/// The offset in the file of what came to stand at `offset` in a scalar's text, through quotes, escapes,
/// folded lines and a block's indentation. As good as the text allows: never outside the file, at worst on
/// the scalar's first line.
std::size_t source_offset(const yaml_document& document, const yaml_node& scalar, std::size_t offset);

} // namespace barograph::config
