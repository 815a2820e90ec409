#pragma once
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <utility>

namespace barograph::test {

/// The ConfigMap extension-apiserver-authentication as a kube-apiserver of 1.36 with kubeadm's flags writes
/// it.
struct configmap {
    explicit configmap(std::string request_header_ca)
        : data{{"client-ca-file", "users' CA"},
               {"requestheader-allowed-names", R"(["front-proxy-client"])"},
               {"requestheader-client-ca-file", std::move(request_header_ca)},
               {"requestheader-extra-headers-prefix", R"(["X-Remote-Extra-"])"},
               {"requestheader-group-headers", R"(["X-Remote-Group"])"},
               {"requestheader-uid-headers", R"(["X-Remote-Uid"])"},
               {"requestheader-username-headers", R"(["X-Remote-User"])"}} {}

    [[nodiscard]] std::string json(const std::string& version = "7") const { return object(version).dump(); }

    /// The list that holds it alone.
    [[nodiscard]] std::string list(const std::string& version = "7") const {
        auto item = object(version);
        item.erase("kind");
        item.erase("apiVersion");
        return nlohmann::json{{"kind", "ConfigMapList"},
                              {"apiVersion", "v1"},
                              {"metadata", {{"resourceVersion", version}}},
                              {"items", {item}}}
            .dump();
    }

    /// A line of a watch that tells of it: ADDED, MODIFIED or DELETED.
    [[nodiscard]] std::string event(const std::string& type, const std::string& version) const {
        return nlohmann::json{{"type", type}, {"object", object(version)}}.dump() + "\n";
    }

    [[nodiscard]] nlohmann::json object(const std::string& version) const {
        return {{"kind", "ConfigMap"},
                {"apiVersion", "v1"},
                {"metadata",
                 {{"name", "extension-apiserver-authentication"},
                  {"namespace", "kube-system"},
                  {"resourceVersion", version}}},
                {"data", data}};
    }

    std::map<std::string, std::string> data;
};

} // namespace barograph::test
