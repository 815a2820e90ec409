#include "kube/service_endpoints.hpp"

#include "kube/json_text.hpp"

namespace barograph::kube {

namespace {

using nlohmann::json;

const json& member_or_null(const json& object, const char* key) {
    static const json null;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() ? *found : null;
}

std::uint16_t port_in(const json& object) {
    const auto& port = member_or_null(object, "port");
    return port.is_number_unsigned() ? port.get<std::uint16_t>() : std::uint16_t{0};
}

// Kubernetes lets consumers take an unknown readiness for true.
bool is_ready(const json& endpoint) {
    const auto& ready = member_or_null(member_or_null(endpoint, "conditions"), "ready");
    return !ready.is_boolean() || ready.get<bool>();
}

void add_slice(std::vector<service_endpoint>& into, const json& slice, const std::string& port_name) {
    std::uint16_t port = 0;
    for (const auto& one : member_or_null(slice, "ports")) {
        if (one.is_object() && text_in(one, "name") == port_name) {
            port = port_in(one);
        }
    }
    for (const auto& endpoint : member_or_null(slice, "endpoints")) {
        for (const auto& address : member_or_null(endpoint, "addresses")) {
            if (address.is_string()) {
                into.push_back(
                    {.address = address.get<std::string>(), .port = port, .is_ready = is_ready(endpoint)});
            }
        }
    }
}

} // namespace

std::expected<service_object, std::string> read_service(const std::string& text) {
    const auto object = json::parse(text, nullptr, false);
    if (!object.is_object() || text_in(object, "kind") != "Service") {
        return std::unexpected("the answer is not a Service");
    }
    const auto& spec = member_or_null(object, "spec");
    service_object found;
    for (const auto& port : member_or_null(spec, "ports")) {
        if (port.is_object() && port_in(port) != 0) {
            found.ports.emplace(port_in(port), text_in(port, "name"));
        }
    }
    for (const auto& [label, value] : member_or_null(spec, "selector").items()) {
        if (value.is_string()) {
            found.selector.emplace(label, value.get<std::string>());
        }
    }
    return found;
}

std::expected<std::vector<service_endpoint>, std::string> read_endpoint_slices(const std::string& text,
                                                                               const std::string& port_name) {
    const auto list = json::parse(text, nullptr, false);
    if (!list.is_object() || text_in(list, "kind") != "EndpointSliceList") {
        return std::unexpected("the answer is not an EndpointSliceList");
    }
    std::vector<service_endpoint> found;
    for (const auto& slice : member_or_null(list, "items")) {
        add_slice(found, slice, port_name);
    }
    return found;
}

} // namespace barograph::kube
