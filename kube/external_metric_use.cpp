#include "kube/external_metric_use.hpp"

#include "kube/json_text.hpp"

namespace barograph::kube {

namespace {

using nlohmann::json;
using pointer = json::json_pointer;

const json& part_at(const json& object, const char* path) {
    static const json null;
    const pointer at(path);
    return object.contains(at) ? object[at] : null;
}

std::string joined_values(const json& values) {
    std::string text;
    for (const auto& value : values) {
        if (value.is_string()) {
            text += (text.empty() ? "" : ",") + value.get<std::string>();
        }
    }
    return text;
}

// As apimachinery's labels write a requirement.
std::string requirement_text(const json& expression) {
    auto key = text_in(expression, "key");
    const auto verb = text_in(expression, "operator");
    if (verb == "Exists") {
        return key;
    }
    if (verb == "DoesNotExist") {
        return "!" + key;
    }
    return key + (verb == "NotIn" ? " notin (" : " in (") + joined_values(part_at(expression, "/values")) +
           ")";
}

std::string selector_text(const json& selector) {
    std::string text;
    const auto add = [&](const std::string& requirement) { text += (text.empty() ? "" : ",") + requirement; };
    for (const auto& [label, value] : part_at(selector, "/matchLabels").items()) {
        if (value.is_string()) {
            add(label + "=" + value.get<std::string>());
        }
    }
    for (const auto& expression : part_at(selector, "/matchExpressions")) {
        if (expression.is_object()) {
            add(requirement_text(expression));
        }
    }
    return text;
}

void add_uses(autoscaler_page& page, const json& autoscaler) {
    for (const auto& metric : part_at(autoscaler, "/spec/metrics")) {
        const auto& asked = part_at(metric, "/external/metric");
        if (metric.is_object() && text_in(metric, "type") == "External" && asked.is_object()) {
            const auto& metadata = part_at(autoscaler, "/metadata");
            page.uses.push_back({.ns = text_in(metadata, "namespace"),
                                 .hpa = text_in(metadata, "name"),
                                 .metric = text_in(asked, "name"),
                                 .selector = selector_text(part_at(asked, "/selector"))});
        }
    }
}

std::expected<json, std::string> list_of(const std::string& text, const char* kind, const char* items) {
    auto list = json::parse(text, nullptr, false);
    if (!list.is_object() || text_in(list, "kind") != kind || !list.contains(items)) {
        return std::unexpected(std::string("the answer is not of kind ") + kind);
    }
    return list;
}

} // namespace

std::expected<autoscaler_page, std::string> read_autoscaler_page(const std::string& text) {
    const auto list = list_of(text, "HorizontalPodAutoscalerList", "items");
    if (!list) {
        return std::unexpected(list.error());
    }
    autoscaler_page page;
    for (const auto& autoscaler : (*list)["items"]) {
        if (autoscaler.is_object()) {
            ++page.autoscalers;
            add_uses(page, autoscaler);
        }
    }
    if (const auto& metadata = part_at(*list, "/metadata"); metadata.is_object()) {
        page.next = text_in(metadata, "continue");
    }
    return page;
}

std::expected<std::vector<std::string>, std::string> read_resource_names(const std::string& text) {
    const auto list = list_of(text, "APIResourceList", "resources");
    if (!list) {
        return std::unexpected(list.error());
    }
    std::vector<std::string> names;
    for (const auto& resource : (*list)["resources"]) {
        const auto name = resource.is_object() ? text_in(resource, "name") : std::string();
        if (!name.empty() && name.find('/') == std::string::npos) {
            names.push_back(name);
        }
    }
    return names;
}

std::expected<std::size_t, std::string> count_metric_values(const std::string& text) {
    const auto list = list_of(text, "ExternalMetricValueList", "items");
    if (!list) {
        return std::unexpected(list.error());
    }
    return (*list)["items"].is_array() ? (*list)["items"].size() : 0;
}

} // namespace barograph::kube
