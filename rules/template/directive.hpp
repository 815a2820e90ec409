#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::rules::templates {

/// What stands between the % of a format directive and its verb.
struct directive {
    bool plus = false;
    bool minus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    bool plus_v = false;  ///< %+v: with field names
    bool sharp_v = false; ///< %#v: in Go syntax
    std::optional<int> width;
    std::optional<int> precision;

    /// Appends `text`, filled up to the width, which counts runes.
    void append_padded(std::string& out, std::string_view text) const;

    /// The same, but never filled with zeros.
    void append_padded_with_spaces(std::string& out, std::string_view text) const;

    /// `text` cut to the precision, which counts runes.
    [[nodiscard]] std::string_view truncated(std::string_view text) const;
};

} // namespace barograph::rules::templates
