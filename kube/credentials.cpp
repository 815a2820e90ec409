#include "kube/credentials.hpp"

#include "net/file_stamp.hpp"

#include <charconv>
#include <cstdlib>

namespace barograph::kube {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

} // namespace

pod_environment pod_environment::of_this_process() {
    pod_environment pod;
    pod.host = variable("KUBERNETES_SERVICE_HOST");
    pod.port = variable("KUBERNETES_SERVICE_PORT");
    return pod;
}

std::expected<cluster_credentials, std::string> in_cluster(const pod_environment& pod) {
    if (pod.host.empty() || pod.port.empty()) {
        return std::unexpected(
            "not in a Kubernetes Pod (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not "
            "both set) and no kubeconfig is given");
    }
    cluster_credentials result;
    result.server.tls = true;
    result.server.host = pod.host;
    const auto* end = pod.port.data() + pod.port.size();
    const auto [rest, failed] = std::from_chars(pod.port.data(), end, result.server.port);
    if (failed != std::errc() || rest != end || result.server.port == 0) {
        return std::unexpected("KUBERNETES_SERVICE_PORT is not a port: \"" + pod.port + "\"");
    }
    result.token_file = pod.service_account + "/token";
    result.tls.ca.file = pod.service_account + "/ca.crt";
    for (const auto& file : {result.token_file, result.tls.ca.file}) {
        if (const auto content = net::read_file(file); !content) {
            return std::unexpected("the Pod's service account is unusable: " + content.error());
        }
    }
    return result;
}

} // namespace barograph::kube
