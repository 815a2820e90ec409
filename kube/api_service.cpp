#include "kube/api_service.hpp"

#include "kube/base64.hpp"
#include "kube/json_text.hpp"

namespace barograph::kube {

namespace {

void read_condition(api_service& into, const nlohmann::json& object) {
    const nlohmann::json::json_pointer conditions("/status/conditions");
    if (!object.contains(conditions) || !object[conditions].is_array()) {
        return;
    }
    for (const auto& condition : object[conditions]) {
        if (condition.is_object() && text_in(condition, "type") == "Available") {
            into.available = text_in(condition, "status");
            into.reason = text_in(condition, "reason");
            into.message = text_in(condition, "message");
        }
    }
}

} // namespace

std::expected<api_service, std::string> read_api_service(const std::string& text) {
    const auto object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object() || text_in(object, "kind") != "APIService" || !object.contains("spec") ||
        !object["spec"].is_object()) {
        return std::unexpected("the answer is not an APIService");
    }
    const auto& spec = object["spec"];
    api_service found;
    if (const auto service = spec.find("service"); service != spec.end() && service->is_object()) {
        found.service = service_name{text_in(*service, "namespace"), text_in(*service, "name")};
        if (const auto port = service->find("port"); port != service->end() && port->is_number_unsigned()) {
            found.port = port->get<std::uint16_t>();
        }
    }
    if (const auto encoded = text_in(spec, "caBundle"); !encoded.empty()) {
        auto pem = decode_base64(encoded);
        if (!pem) {
            return std::unexpected("the APIService's caBundle is not base64");
        }
        found.ca_bundle = std::move(*pem);
    }
    const auto insecure = spec.find("insecureSkipTLSVerify");
    found.insecure_skip_tls_verify =
        insecure != spec.end() && insecure->is_boolean() && insecure->get<bool>();
    read_condition(found, object);
    return found;
}

} // namespace barograph::kube
