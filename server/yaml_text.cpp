#include "server/yaml_text.hpp"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;
using json = nlohmann::ordered_json;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// YAML 1.1's words for booleans and null.
bool is_reserved(const std::string& text) {
    constexpr std::array words = {"y"sv,   "n"sv,    "yes"sv,   "no"sv,  "on"sv,
                                  "off"sv, "true"sv, "false"sv, "null"sv};
    std::string lower = text;
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return std::ranges::find(words, lower) != words.end();
}

bool is_plain_inside(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || " _./:-"sv.find(c) != std::string_view::npos;
}

// Of all that YAML can write bare, what no version and no reader can misread.
bool is_plain(const std::string& text) {
    return !text.empty() && is_letter(text.front()) && text.back() != ' ' && text.back() != ':' &&
           std::ranges::all_of(text, is_plain_inside) && text.find(": ") == text.npos && !is_reserved(text);
}

void emit_text(YAML::Emitter& out, const std::string& text) {
    if (!is_plain(text)) {
        out << YAML::DoubleQuoted;
    }
    out << text;
}

void emit(YAML::Emitter& out, const json& value);

void emit_object(YAML::Emitter& out, const json& object) {
    std::map<std::string_view, const json*> sorted;
    for (const auto& [name, member] : object.items()) {
        sorted.emplace(name, &member);
    }
    out << YAML::BeginMap;
    for (const auto& [name, member] : sorted) {
        out << YAML::Key;
        emit_text(out, std::string(name));
        out << YAML::Value;
        emit(out, *member);
    }
    out << YAML::EndMap;
}

// As deep as the objects of the API, which are written here and never read.
void emit(YAML::Emitter& out, const json& value) {
    if (value.is_structured() && value.empty()) {
        out << YAML::Flow; // else yaml-cpp puts the brackets on a line of their own
    }
    if (value.is_object()) {
        emit_object(out, value);
    } else if (value.is_array()) {
        out << YAML::BeginSeq;
        for (const auto& element : value) {
            emit(out, element);
        }
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        emit_text(out, value.get_ref<const std::string&>());
    } else if (value.is_boolean()) {
        out << value.get<bool>();
    } else if (value.is_number()) {
        out << value.get<std::int64_t>(); // Kubernetes has no others in these objects
    } else {
        out << YAML::Null;
    }
}

} // namespace

std::string to_yaml_text(const json& object) {
    YAML::Emitter out;
    out.SetNullFormat(YAML::LowerNull);
    emit(out, object);
    return std::string(out.c_str(), out.size()) + "\n";
}

} // namespace barograph::server
