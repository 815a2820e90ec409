#include "server/api_handler.hpp"

#include "server/documents.hpp"
#include "server/grounds.hpp"
#include "server/negotiated_reply.hpp"
#include "server/status_code.hpp"
#include "server/version_document.hpp"
#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;

constexpr unsigned missing = 404;

constexpr std::array paths = {"/apis"sv,
                              "/apis/external.metrics.k8s.io"sv,
                              "/apis/external.metrics.k8s.io/v1beta1"sv,
                              "/healthz"sv,
                              "/livez"sv,
                              "/metrics"sv,
                              "/openapi/v2"sv,
                              "/openapi/v3"sv,
                              "/openapi/v3/apis/external.metrics.k8s.io/v1beta1"sv,
                              "/readyz"sv,
                              "/version"sv};

// Below these Go's API servers say of what is not there that it is no resource.
bool is_below_a_web_service(const request_info& info) {
    const auto& s = info.segments;
    return s.size() >= 2 && (s[0] == "version" || (s[0] == "apis" && s[1] == external_metrics.name));
}

// As Go's API servers have it, where the one is a route of go-restful, the other is compared whole.
bool is_plain_document(const request_info& info) {
    const auto& s = info.segments;
    if (s.empty()) {
        return info.slashes_at_end == 0;
    }
    return s.size() == 1 && (s[0] == "version" || (s[0] == "metrics" && info.slashes_at_end == 0));
}

} // namespace

net::awaitable<reply> api_handler::handle(const request& question) {
    auto result = co_await answer(question);
    parts_.instruments.count_request(question.method, result.status);
    co_return result;
}

reply api_handler::refuse(unsigned code, std::string_view reason) {
    parts_.instruments.count_request("other", code);
    const auto failure = refused(code, std::string(reason));
    return make_reply(code, json_type, encode(failure, representation{}));
}

net::awaitable<reply> api_handler::answer(const request& question) {
    auto info = read_request_info(question.method, question.path, question.query);
    if (!info) {
        parts_.who.strip_credentials(question.fields);
        co_return status_reply(question, bad_request(info.error()));
    }
    if (question.record != nullptr) {
        question.record->asks(*info);
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
        if (question.record != nullptr) {
            question.record->was_judged(true, "");
        }
        co_return std::nullopt;
    }
    auto user = co_await parts_.who.authenticate(question);
    if (!user) {
        if (user.error().what == authentication_error::kind::unauthorized) {
            telemetry::log_debug("authentication failed: " + user.error().message);
            co_return unauthorized();
        }
        // Told to the log, with measure, by whoever could not be asked: here anybody could make lines of it.
        telemetry::log_debug("authentication is not possible: " + user.error().message);
        co_return service_unavailable("who asks cannot be verified at the moment");
    }
    if (question.record != nullptr) {
        question.record->comes_from(*user);
    }
    if (question.basis != nullptr) {
        question.basis->user = *user;
    }
    co_return co_await parts_.access.refuse(std::move(*user), std::move(info), question.record,
                                            question.basis);
}

net::awaitable<reply> api_handler::route(const request& question, request_info info) {
    if (external_metric_route::is_for(info)) {
        co_return co_await external_metric_.answer(question, std::move(info));
    }
    if (probe_route::is_for(info)) {
        co_return probe_.answer(question, info);
    }
    if (discovery_route::is_for(info)) {
        co_return discovery_.answer(question, info);
    }
    if (openapi_route::is_for(info)) {
        co_return openapi_.answer(question, info);
    }
    co_return document(question, info);
}

reply api_handler::document(const request& question, const request_info& info) const {
    const auto& s = info.segments;
    if (is_below_a_web_service(info)) {
        return status_reply(question, no_such_resource());
    }
    if (!is_plain_document(info)) {
        return raw_json_reply(missing, paths_object(paths));
    }
    if (!is_read(question.method)) {
        return status_reply(question, method_not_allowed());
    }
    if (s.empty()) {
        return raw_json_reply(status_code::ok, paths_object(paths));
    }
    if (s[0] == "version") {
        return raw_json_reply(status_code::ok, version_object(parts_.version));
    }
    return make_reply(status_code::ok, "text/plain; version=0.0.4; charset=utf-8",
                      parts_.instruments.expose());
}

} // namespace barograph::server
