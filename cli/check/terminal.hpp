#pragma once
#include "cli/check/check_options.hpp"

#include <string>
#include <string_view>

namespace barograph::cli {

/// Whether text for the file descriptor is to be coloured: as asked for, else on a terminal, unless NO_COLOR
/// is set to anything (no-color.org) or TERM says that it knows no colours.
bool is_coloured(colour_use wanted, int descriptor);

/// Whether what is written to the file descriptor is seen at once.
bool is_terminal(int descriptor);

enum class style { plain = 1, strong, error, warning, note, good, faint };

/// Puts text between the sequences that colour it; without colours the text is as it was.
class painter {
public:
    explicit painter(bool coloured) : coloured_(coloured) {}

    [[nodiscard]] std::string operator()(style how, std::string_view text) const;

private:
    bool coloured_;
};

} // namespace barograph::cli
