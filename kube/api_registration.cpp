#include "kube/api_registration.hpp"

#include "kube/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace barograph::kube {

namespace {

using nlohmann::json;
using holder = api_registration::holder;

// RFC 1123, as namespaces and Services are named.
bool is_label(const std::string& text) {
    constexpr std::size_t longest = 63;
    const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= longest && alphanumeric(text.front()) &&
           alphanumeric(text.back()) &&
           std::ranges::all_of(text, [&](char c) { return alphanumeric(c) || c == '-'; });
}

// kube-apiserver takes any text for the names in an APIService; these end in logs and in commands.
std::string shown(const std::string& name) {
    return is_label(name) ? name : "(no valid name)";
}

std::optional<service_name> release_of(const json& metadata) {
    const auto annotations = metadata.find("annotations");
    if (annotations == metadata.end() || !annotations->is_object()) {
        return std::nullopt;
    }
    service_name release{text_in(*annotations, "meta.helm.sh/release-namespace"),
                         text_in(*annotations, "meta.helm.sh/release-name")};
    return is_label(release.ns) && is_label(release.name) ? std::optional(release) : std::nullopt;
}

std::string title() {
    return std::string("APIService ") + external_metrics_api_service;
}

} // namespace

std::expected<service_name, std::string> parse_service_name(const std::string& text) {
    const auto slash = text.find('/');
    if (slash != std::string::npos) {
        service_name name{text.substr(0, slash), text.substr(slash + 1)};
        if (is_label(name.ns) && is_label(name.name)) {
            return name;
        }
    }
    return std::unexpected("expected NAMESPACE/NAME of a Service");
}

std::expected<api_registration, std::string> read_registration(const std::string& text,
                                                               const service_name& ours) {
    const auto object = json::parse(text, nullptr, false);
    if (!object.is_object() || text_in(object, "kind") != "APIService" || !object.contains("spec") ||
        !object["spec"].is_object()) {
        return std::unexpected("the answer is not an APIService");
    }
    api_registration found;
    if (const auto metadata = object.find("metadata"); metadata != object.end() && metadata->is_object()) {
        found.uid = text_in(*metadata, "uid");
        found.release = release_of(*metadata);
    }
    const auto service = object["spec"].find("service");
    if (service == object["spec"].end() || !service->is_object()) {
        found.who = holder::kube_apiserver;
        return found;
    }
    const service_name named{text_in(*service, "namespace"), text_in(*service, "name")};
    found.who = named == ours ? holder::ours : holder::another;
    if (found.who == holder::another) {
        found.service = {shown(named.ns), shown(named.name)};
    }
    return found;
}

std::string registration_summary(const api_registration& found, const service_name& ours) {
    switch (found.who) {
    case holder::ours:
        return title() + " names this server's Service " + ours.text();
    case holder::another:
        return title() + " names Service " + found.service.text() + ", not this server's " + ours.text();
    case holder::kube_apiserver:
        return title() + " names no Service, so not this server's " + ours.text();
    case holder::absent:
        return title() + " does not exist";
    }
    return {};
}

std::string registration_account(const api_registration& found, const service_name& ours) {
    auto summary = registration_summary(found, ours);
    if (found.who == holder::ours) {
        return summary;
    }
    const auto meaning = summary + ": no HPA's question reaches this server; nothing is changed here. ";
    if (found.who == holder::absent) {
        return meaning + "Apply the APIService again, or helm upgrade the release of this server";
    }
    const auto look = meaning + "See kubectl get apiservice " + external_metrics_api_service + " -o yaml";
    return found.release ? look + "; it is annotated as of Helm release " + found.release->name +
                               ": helm upgrade " + found.release->name + " --namespace " + found.release->ns +
                               " with values that leave external metrics out, " +
                               "then helm upgrade the release of this server"
                         : look + "; take the APIService out of what wrote it, then apply this server's own";
}

} // namespace barograph::kube
