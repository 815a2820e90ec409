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

    [[nodiscard]] std::string json() const {
        return nlohmann::json{
            {"kind", "ConfigMap"},
            {"apiVersion", "v1"},
            {"metadata", {{"name", "extension-apiserver-authentication"}, {"namespace", "kube-system"}}},
            {"data", data}}
            .dump();
    }

    std::map<std::string, std::string> data;
};

} // namespace barograph::test
