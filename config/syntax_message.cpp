#include "config/syntax_message.hpp"

#include "config/printable.hpp"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>

namespace barograph::config {

namespace {

struct translation {
    std::string_view yaml_cpp;
    std::string_view ours;
};

const std::array translations = {
    translation{YAML::ErrorMsg::MAP_VALUE,
                "a `: ` where no value can stand; expected a key that lines up with its "
                "neighbours, or quotes around text that holds `: `"},
    translation{YAML::ErrorMsg::MAP_KEY,
                "a key where none can stand; expected it to line up with its neighbours"},
    translation{YAML::ErrorMsg::BLOCK_ENTRY,
                "a `- ` where no list item can stand; expected it on a line of its own, "
                "lined up with its neighbours"},
    translation{YAML::ErrorMsg::END_OF_MAP,
                "a line that does not belong to the map before it; expected `key: value`, "
                "lined up with the map's other keys"},
    translation{YAML::ErrorMsg::END_OF_SEQ,
                "a line that does not belong to the list before it; expected `- item`, "
                "lined up with the list's other items"},
    translation{YAML::ErrorMsg::END_OF_MAP_FLOW, "a map in braces that goes wrong here; expected `,` or `}`"},
    translation{YAML::ErrorMsg::END_OF_SEQ_FLOW,
                "a list in brackets that goes wrong here; expected `,` or `]`"},
    translation{YAML::ErrorMsg::FLOW_END,
                "a closing bracket that nothing opened; expected its partner before it"},
    translation{YAML::ErrorMsg::EOF_IN_SCALAR,
                "the file ends inside quoted text; expected the closing quote"},
    translation{YAML::ErrorMsg::DOC_IN_SCALAR,
                "a document mark inside quoted text; expected the closing quote first"},
    translation{YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab in the indentation; expected spaces"},
    translation{YAML::ErrorMsg::UNKNOWN_ANCHOR,
                "an alias without an anchor; expected `&name` before `*name`"},
    translation{YAML::ErrorMsg::INVALID_HEX,
                "a bad hexadecimal escape; expected \\xHH, \\uHHHH or \\UHHHHHHHH"},
    translation{YAML::ErrorMsg::CHAR_IN_BLOCK,
                "text behind a block's `|` or `>`; expected the text to begin on the next line"},
};

/// Why a value cannot begin here, for the characters that people stumble over.
std::string bad_start(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) {
        return "the file ends too early; expected more YAML";
    }
    if (text[offset] == '\t') {
        return "a tab in the indentation; expected spaces";
    }
    return in_quotes(text.substr(offset, 1)) + " cannot begin a value; expected quotes around the text";
}

} // namespace

std::string syntax_message(std::string_view yaml_cpp_message, std::string_view text, std::size_t offset) {
    if (yaml_cpp_message.starts_with(YAML::ErrorMsg::UNKNOWN_TOKEN)) {
        return bad_start(text, offset);
    }
    if (yaml_cpp_message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
        return "a backslash before " +
               in_quotes(yaml_cpp_message.substr(std::string_view(YAML::ErrorMsg::INVALID_ESCAPE).size())) +
               " in double quotes; expected a YAML escape (write \\\\ for a backslash, or use single quotes)";
    }
    // Only a tab before anything else on the line: the real reason for whatever yaml-cpp stumbled over behind
    // it.
    const auto line_start = offset == 0 ? 0 : text.rfind('\n', std::min(offset, text.size()) - 1) + 1;
    const auto indentation = text.substr(line_start, text.find_first_not_of(" \t", line_start) - line_start);
    if (indentation.find('\t') != std::string_view::npos) {
        return "a tab in the indentation; expected spaces";
    }
    for (const auto& known : translations) {
        if (yaml_cpp_message.starts_with(known.yaml_cpp)) {
            return std::string(known.ours);
        }
    }
    return "not valid YAML: " + std::string(yaml_cpp_message) + "; expected YAML 1.1";
}

} // namespace barograph::config
