#include "server/openapi/documents.hpp"

#include "server/api_discovery.hpp"
#include "server/entity_tag.hpp"
#include "server/openapi/embedded.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace barograph::server::openapi {

namespace {

using json = nlohmann::ordered_json;

constexpr auto replace = json::error_handler_t::replace;

std::span<const std::string> those_with_a_path(std::span<const std::string> metrics) {
    return metrics.first(std::min(metrics.size(), most_listed));
}

// The path of any metric, which ends in a parameter.
std::string path_of_any() {
    return "/apis/" + external_metrics.text() + "/namespaces/{namespace}/{metric}";
}

// What the path of any metric says, for one: its name is no parameter any more. References keep it short.
json path_item_of_one(const json& any, const std::string& metric) {
    auto item = any;
    auto& parameters = item.at("parameters");
    parameters.erase(std::ranges::find_if(parameters, [](const json& parameter) {
        return parameter.at("$ref") == "#/components/parameters/metric";
    }));
    item.at("get").at("operationId") = "list_" + metric;
    return item;
}

} // namespace

std::string version_2() {
    return json::parse(version_2_json).dump();
}

std::string version_3(std::span<const std::string> metrics) {
    auto document = json::parse(version_3_json);
    auto& paths = document.at("paths").get_ref<json::object_t&>();
    const auto any = paths.front().second;
    const auto folder = path_of_any().substr(0, path_of_any().rfind('/') + 1);
    paths.reserve(metrics.size() + 1);
    for (const auto& metric : those_with_a_path(metrics)) {
        // Not by name, which would look through all that are there already.
        paths.push_back({folder + metric, path_item_of_one(any, metric)});
    }
    return document.dump(-1, ' ', false, replace);
}

std::string version_3_hash(std::span<const std::string> metrics) {
    std::string content(version_3_json);
    for (const auto& metric : those_with_a_path(metrics)) {
        content += '\0';
        content += metric;
    }
    const auto tag = entity_tag(content);
    return tag.substr(1, tag.size() - 2);
}

std::string version_3_address(const std::string& hash) {
    return "/openapi/v3/apis/" + external_metrics.text() + "?hash=" + hash;
}

std::string version_3_index(const std::string& hash) {
    const json index{
        {"paths", {{"apis/" + external_metrics.text(), {{"serverRelativeURL", version_3_address(hash)}}}}}};
    return index.dump();
}

} // namespace barograph::server::openapi
