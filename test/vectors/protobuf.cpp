#include "test/vectors/protobuf.hpp"

#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "server/protobuf/documents.hpp"
#include "test/vectors/api_object.hpp"

#include <stdexcept>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

std::string hex(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 0x0fU];
    }
    return text;
}

json bodies(const std::string& protobuf, const nlohmann::ordered_json& object) {
    return {{"contentType", server::protobuf_type},
            {"hex", hex(protobuf)},
            {"json", server::to_json_text(object, false)}};
}

} // namespace

json answer_protobuf(const json& input) {
    const auto kind = input.at("kind").get<std::string>();
    if (kind == "ExternalMetricValueList") {
        const auto values = value_list_from(input.value("items", json::array()));
        return bodies(server::to_protobuf(values), server::external_metric_value_list_object(values));
    }
    const auto& object = input.at("object");
    if (kind == "Status") {
        const auto status = status_from(object);
        return bodies(server::to_protobuf(status), server::status_object(status));
    }
    if (kind == "APIGroup") {
        const auto group = api_group_from(object);
        return bodies(server::to_protobuf(group), server::api_group_object(group));
    }
    if (kind == "APIGroupList") {
        const auto list = api_group_list_from(object);
        return bodies(server::to_protobuf(list), server::api_group_list_object(list));
    }
    if (kind == "APIResourceList") {
        const auto list = api_resource_list_from(object);
        return bodies(server::to_protobuf(list), server::api_resource_list_object(list));
    }
    throw std::invalid_argument("no such kind: " + kind);
}

} // namespace barograph::test::vectors
