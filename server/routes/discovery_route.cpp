#include "server/routes/discovery_route.hpp"

#include "server/negotiated_reply.hpp"
#include "server/status_code.hpp"

namespace barograph::server {

namespace {

// A body of its own for each form: the types of aggregated discovery bear the name of their kind.
std::string body_name(std::string_view type, representation form) {
    return std::string(type) + (form.indented ? " indented" : "");
}

std::string api_version(aggregated_discovery version) {
    return version == aggregated_discovery::v2 ? "apidiscovery.k8s.io/v2" : "apidiscovery.k8s.io/v2beta1";
}

} // namespace

bool discovery_route::is_for(const request_info& info) {
    const auto& s = info.segments;
    if (s.size() == 1 && info.slashes_at_end > 1) {
        return false;
    }
    return !s.empty() && s.size() <= 3 && s[0] == "apis" && (s.size() < 2 || s[1] == external_metrics.name) &&
           (s.size() < 3 || s[2] == external_metrics.version);
}

reply discovery_route::answer(const request& question, const request_info& info) {
    if (!is_read(question.method)) {
        return status_reply(question, method_not_allowed());
    }
    switch (info.segments.size()) {
    case 1:
        return groups(question);
    case 2:
        return object_reply(question, describe(external_metrics));
    default:
        return resources(question);
    }
}

reply discovery_route::groups(const request& question) {
    const auto aggregated = negotiate_aggregated(question);
    if (!aggregated) {
        api_group_list list{.groups = {describe(external_metrics)}};
        if (!address_.empty()) {
            list.groups.front().server_addresses = {{.client_cidr = "0.0.0.0/0", .address = address_}};
        }
        return object_reply(question, list);
    }
    const auto type = content_type(aggregated->form.type, aggregated->version);
    const auto& body = bodies_.get(
        metrics_.names(), body_name(type, aggregated->form), [&](const metrics::name_list& names) {
            return tagged(
                encode(external_metric_discovery(names, api_version(aggregated->version)), aggregated->form));
        });
    return tagged_reply(question, type, body);
}

reply discovery_route::resources(const request& question) {
    const auto form = negotiate(question);
    if (!form) {
        return not_acceptable_reply();
    }
    const auto type = content_type(form->type);
    const auto& body =
        bodies_.get(metrics_.names(), body_name(type, *form), [&](const metrics::name_list& names) {
            return tagged(encode(external_metric_resources(names), *form));
        });
    return {.status = status_code::ok, .content_type = type, .body = body.text};
}

} // namespace barograph::server
