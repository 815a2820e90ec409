#pragma once
#include <cstddef>
#include <string>

namespace barograph::rules::templates {

/// Why a template cannot be compiled, or did not give a text. A plain value.
struct failure {
    std::string message;
    std::size_t offset = 0; ///< byte in the template's text
    /// While running: whether it fails for whatever data of the same types, because nothing that depends on
    /// the data decided that this place was reached or that it fails.
    bool certain = true;
    /// The data lack what the template asks of them; other data would do.
    bool blames_data = false;
};

} // namespace barograph::rules::templates
