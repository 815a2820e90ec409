#include "config/fallback_fields.hpp"

#include "config/duration.hpp"
#include "config/printable.hpp"
#include "rules/quantity.hpp"

#include <array>
#include <string>

namespace barograph::config {

namespace {

using rules::substitute;
constexpr std::string_view choices = "expected error, {hold: 5m} or {value: 0}, or drop for onNonFinite";

void read_word(yaml_reader& reader, const yaml_node& node, substitute& out) {
    std::string word;
    if (!reader.text(node, word)) {
        return;
    }
    if (word == "error") {
        out = {.what = substitute::kind::error};
    } else if (word == "drop") {
        out = {.what = substitute::kind::drop};
    } else if (word == "hold") {
        reader.error(node, "hold needs to be told for how long; expected {hold: 5m}");
    } else {
        reader.error(node, in_quotes(word) + " is no fallback; " + std::string(choices));
    }
}

void read_hold(yaml_reader& reader, const yaml_node& node, substitute& out) {
    std::string text;
    if (!reader.text(node, text)) {
        return;
    }
    const auto duration = parse_duration(text);
    if (!duration) {
        reader.error(node, duration.error());
    } else if (duration->count() == 0) {
        reader.error(node, "a value can't be held for no time; expected a duration such as 5m, or error");
    } else {
        out = {.what = substitute::kind::hold, .hold = *duration};
    }
}

void read_fixed_value(yaml_reader& reader, const yaml_node& node, substitute& out) {
    std::string text;
    if (!reader.text(node, text)) {
        return;
    }
    const auto milli = rules::parse_milli(text);
    if (!milli) {
        reader.error(node, in_quotes(text) + " is no value that can be told; expected a decimal number such "
                                             "as 0 or 1.5");
        return;
    }
    out = {.what = substitute::kind::value, .milli = *milli};
}

} // namespace

void read_substitute(yaml_reader& reader, const yaml_node& node, substitute& out) {
    if (yaml_reader::is_null(node)) {
        out = {};
        return;
    }
    if (node.what != yaml_node::kind::map) {
        read_word(reader, node, out);
        return;
    }
    std::size_t given = 0;
    const std::array known = {
        yaml_field{"hold",
                   [&](const yaml_node& value) {
                       ++given;
                       read_hold(reader, value, out);
                   }},
        yaml_field{"value",
                   [&](const yaml_node& value) {
                       ++given;
                       read_fixed_value(reader, value, out);
                   }},
    };
    const auto errors_before = reader.error_count();
    reader.fields(node, "a fallback", known, [] {});
    if (given != 1 && reader.error_count() == errors_before) {
        reader.error(node, std::string("a fallback is one thing; ") + std::string(choices));
    }
}

void refuse_drop(yaml_reader& reader, const yaml_node& node, const substitute& read, std::string_view field) {
    if (read.what == substitute::kind::drop) {
        reader.error(node,
                     std::string(field) + " has no sample to drop; expected error, {hold: 5m} or {value: 0}");
    }
}

} // namespace barograph::config
