#include "cli/query/query_server.hpp"

#include "cli/kubeconfig_path.hpp"
#include "cli/query/run_to_end.hpp"
#include "kube/api_client.hpp"
#include "kube/kubeconfig.hpp"
#include "net/url.hpp"

#include <nlohmann/json.hpp>

namespace barograph::cli {

namespace {

using json = nlohmann::ordered_json;

std::string target_of(const query_options& options) {
    auto target = "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + net::percent_encode(options.ns) +
                  "/" + net::percent_encode(options.metric) + "?explain=true";
    if (!options.selector.empty()) {
        target += "&labelSelector=" + net::percent_encode(options.selector);
    }
    return target;
}

} // namespace

std::expected<json, std::string> query_server(const query_options& options) {
    auto credentials = kube::load_kubeconfig(kubeconfig_path(options.kubeconfig), options.context);
    if (!credentials) {
        return std::unexpected(credentials.error());
    }
    net::asio::io_context context(1);
    auto api = kube::create_api_client(context.get_executor(), std::move(*credentials));
    if (!api) {
        return std::unexpected(api.error());
    }
    // The server gives Prometheus its own time; ours only ends the waiting for a server that hangs.
    constexpr std::chrono::seconds longest{60};
    const auto deadline = net::steady_clock::now() + longest;
    const auto body = run_to_end(context, (*api)->get(target_of(options), deadline));
    if (!body) {
        return std::unexpected(body.error().message);
    }
    auto answer = json::parse(*body, nullptr, false);
    if (!answer.is_object()) {
        return std::unexpected("the server's answer is no JSON object");
    }
    if (answer.contains("metric")) {
        return answer;
    }
    if (answer.value("kind", "") != "ExternalMetricValueList" || !answer.contains("items")) {
        return std::unexpected("the server's answer is no list of external metric values");
    }
    return json{{"metric", options.metric},
                {"namespace", options.ns},
                {"selector", options.selector},
                {"values", answer["items"]}};
}

} // namespace barograph::cli
