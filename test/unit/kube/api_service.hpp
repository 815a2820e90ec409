#pragma once
#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace barograph::test {

/// APIService v1beta1.external.metrics.k8s.io as a kube-apiserver of 1.36 writes it; without a name of a
/// Service it is kube-apiserver's own.
struct api_service {
    std::string ns;
    std::string name;
    std::map<std::string, std::string> annotations{};

    [[nodiscard]] nlohmann::json object(const std::string& version = "7") const {
        nlohmann::json spec = {{"group", "external.metrics.k8s.io"}, {"version", "v1beta1"}};
        if (!name.empty()) {
            spec["service"] = {{"namespace", ns}, {"name", name}, {"port", 443}};
        }
        nlohmann::json metadata = {
            {"name", "v1beta1.external.metrics.k8s.io"}, {"uid", "u-1"}, {"resourceVersion", version}};
        if (!annotations.empty()) {
            metadata["annotations"] = annotations;
        }
        return {{"kind", "APIService"},
                {"apiVersion", "apiregistration.k8s.io/v1"},
                {"metadata", metadata},
                {"spec", spec}};
    }

    [[nodiscard]] std::string json() const { return object().dump(); }

    /// The list that holds it alone.
    [[nodiscard]] std::string list() const { return list_of(nlohmann::json::array({object()})); }

    /// A line of a watch that tells of it.
    [[nodiscard]] std::string event(const std::string& type, const std::string& version) const {
        return nlohmann::json{{"type", type}, {"object", object(version)}}.dump() + "\n";
    }

    static std::string no_list() { return list_of(nlohmann::json::array()); }

private:
    static std::string list_of(nlohmann::json items) {
        return nlohmann::json{{"kind", "APIServiceList"},
                              {"apiVersion", "apiregistration.k8s.io/v1"},
                              {"metadata", {{"resourceVersion", "7"}}},
                              {"items", std::move(items)}}
            .dump();
    }
};

} // namespace barograph::test
