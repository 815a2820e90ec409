#include "server/api_handler.hpp"

#include "rules/query_string.hpp"
#include "server/documents.hpp"
#include "server/explanation_document.hpp"
#include "server/json_text.hpp"
#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;
using json = nlohmann::ordered_json;

constexpr unsigned ok = 200;
constexpr unsigned missing = 404;
constexpr unsigned first_server_error_status = 500;

constexpr std::array paths = {"/apis"sv,
                              "/apis/external.metrics.k8s.io"sv,
                              "/apis/external.metrics.k8s.io/v1beta1"sv,
                              "/healthz"sv,
                              "/livez"sv,
                              "/metrics"sv,
                              "/readyz"sv,
                              "/version"sv};

// The first parameter of that name, decoded.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
    auto parameters = rules::parse_query_string(query);
    if (!parameters) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(*parameters, name, &rules::query_parameters::value_type::first);
    return found == parameters->end() ? std::nullopt : std::optional(std::move(found->second));
}

// Go's strconv.ParseBool.
bool is_yes(const std::optional<std::string>& text) {
    constexpr std::array yes = {"1"sv, "t"sv, "T"sv, "true"sv, "TRUE"sv, "True"sv};
    return text && std::ranges::find(yes, *text) != yes.end();
}

// As Go's API servers: indented for people, that is on request, or for the tools that people look through.
bool wants_indented(const request& question) {
    if (const auto pretty = parameter(question.query, "pretty"); pretty && !pretty->empty()) {
        return is_yes(pretty);
    }
    const auto agent = question.fields[http::field::user_agent];
    return agent.starts_with("curl") || agent.starts_with("Wget") || agent.starts_with("Mozilla/5.0");
}

reply json_reply(const request& question, unsigned code, const json& object) {
    return make_reply(code, json_type, to_json_text(object, wants_indented(question)));
}

reply status_reply(const request& question, const status& failure) {
    return json_reply(question, failure.code, status_object(failure));
}

bool is_read(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

bool is_probe(const request_info& info) {
    constexpr std::array probes = {"healthz"sv, "livez"sv, "readyz"sv};
    return !info.segments.empty() && info.segments.size() <= 2 &&
           std::ranges::find(probes, info.segments.front()) != probes.end();
}

bool is_external_metric(const request_info& info) {
    return info.is_resource && info.group == external_metrics.name &&
           info.version == external_metrics.version;
}

} // namespace

net::awaitable<reply> api_handler::handle(const request& question) {
    auto result = co_await answer(question);
    parts_.instruments.count_request(question.method, result.status);
    co_return result;
}

reply api_handler::refuse(unsigned code, std::string_view reason) {
    parts_.instruments.count_request("other", code);
    return make_reply(code, json_type,
                      to_json_text(status_object(refused(code, std::string(reason))), false));
}

net::awaitable<reply> api_handler::answer(const request& question) {
    auto info = read_request_info(question.method, question.path, question.query);
    if (!info) {
        parts_.who.strip_credentials(question.fields);
        co_return status_reply(question, bad_request(info.error()));
    }
    const auto barred = co_await bar(question, *info);
    // For open paths as well, where nobody has looked at them.
    parts_.who.strip_credentials(question.fields);
    if (barred) {
        co_return status_reply(question, *barred);
    }
    co_return co_await route(question, std::move(*info));
}

// Nothing when the asker may go on.
net::awaitable<std::optional<status>> api_handler::bar(const request& question, request_info info) {
    if (parts_.access.is_open(info)) {
        co_return std::nullopt;
    }
    auto user = co_await parts_.who.authenticate(question);
    if (!user) {
        if (user.error().what == authentication_error::kind::unauthorized) {
            telemetry::log_debug("authentication failed: " + user.error().message);
            co_return unauthorized();
        }
        failures_.failed("authentication", user.error().message);
        co_return service_unavailable("who asks cannot be verified at the moment");
    }
    failures_.works("authentication");
    co_return co_await parts_.access.refuse(std::move(*user), std::move(info));
}

net::awaitable<reply> api_handler::route(const request& question, request_info info) {
    if (is_external_metric(info)) {
        co_return co_await external_metric(question, std::move(info));
    }
    if (is_probe(info)) {
        co_return probe(question, info);
    }
    co_return document(question, info);
}

net::awaitable<reply> api_handler::external_metric(const request& question, request_info info) {
    if (!is_read(question.method)) {
        co_return status_reply(question, method_not_allowed());
    }
    if (info.verb == "watch") {
        co_return status_reply(question, watch_not_supported(info.group));
    }
    auto selector = rules::selector_of_query(question.query);
    if (!selector) {
        co_return status_reply(question, bad_request(std::move(selector.error())));
    }
    const auto what =
        "external metric " + info.ns + "/" + info.resource + "{" + rules::to_string(*selector) + "}";
    metrics::value_request asked{.metric = info.resource, .ns = info.ns, .labels = {}, .deadline = {}};
    asked.labels = std::move(*selector);
    asked.deadline = net::steady_clock::now() + parts_.value_timeout;
    if (is_yes(parameter(question.query, "explain"))) {
        const auto normal_form = rules::to_string(asked.labels);
        const auto told = co_await parts_.metrics.explain(std::move(asked));
        co_return json_reply(question, ok, explanation_object(info.resource, info.ns, normal_form, told));
    }
    const auto values = co_await parts_.metrics.values(std::move(asked));
    if (!values) {
        const auto failure = from(values.error());
        // A client's own mistakes are for the client to see; what an operator can mend belongs into the log.
        if (failure.code >= first_server_error_status) {
            failures_.failed(what, values.error().message);
        }
        co_return status_reply(question, failure);
    }
    failures_.works(what);
    co_return json_reply(question, ok, external_metric_value_list_object(**values));
}

reply api_handler::probe(const request& question, const request_info& info) {
    const auto& kind = info.segments.front();
    if (kind == "readyz") {
        log_readiness();
    }
    const bool verbose = parameter(question.query, "verbose").has_value();
    const auto& name = info.segments.size() > 1 ? info.segments[1] : std::string{};
    return parts_.probes.answer(kind, name, verbose);
}

// Whoever probes is told no reasons, so that the log has to.
void api_handler::log_readiness() {
    auto reasons = parts_.probes.not_ready_because();
    if (reasons != not_ready_because_) {
        telemetry::log_info(reasons.empty() ? "ready" : "not ready: " + reasons);
        not_ready_because_ = std::move(reasons);
    }
}

reply api_handler::document(const request& question, const request_info& info) const {
    const auto& s = info.segments;
    const bool in_group = s.size() >= 2 && s[0] == "apis" && s[1] == external_metrics.name;
    const bool in_version = in_group && s.size() >= 3 && s[2] == external_metrics.version;
    const bool is_group_document = (s.size() == 1 && s[0] == "apis") || (in_group && s.size() == 2);
    const bool is_text = s.size() == 1 && (s[0] == "version" || s[0] == "metrics");
    const bool exists = s.empty() || is_group_document || (in_version && s.size() == 3) || is_text;
    if (in_version && !exists) {
        return status_reply(question, no_such_resource());
    }
    if (!exists) {
        return json_reply(question, missing, paths_object(paths));
    }
    if (!is_read(question.method)) {
        return status_reply(question, method_not_allowed());
    }
    if (s.empty()) {
        return json_reply(question, ok, paths_object(paths));
    }
    if (s[0] == "version") {
        return json_reply(question, ok, version_object(parts_.version));
    }
    if (s[0] == "metrics") {
        return make_reply(ok, "text/plain; version=0.0.4; charset=utf-8", parts_.instruments.expose());
    }
    if (s.size() == 1) {
        return json_reply(question, ok, api_group_list_object({.groups = {describe(external_metrics)}}));
    }
    if (s.size() == 2) {
        return json_reply(question, ok, api_group_object(describe(external_metrics)));
    }
    return json_reply(question, ok,
                      api_resource_list_object(external_metric_resources(*parts_.metrics.names())));
}

} // namespace barograph::server
