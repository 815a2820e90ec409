#include "server/routes/external_metric_route.hpp"

#include "rules/query_string.hpp"
#include "server/explanation_document.hpp"
#include "server/grounds.hpp"
#include "server/json_text.hpp"
#include "server/negotiated_reply.hpp"
#include "server/query_parameter.hpp"
#include "server/status_code.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

constexpr unsigned first_server_error_status = 500;

} // namespace

bool external_metric_route::is_for(const request_info& info) {
    return info.is_resource && info.group == external_metrics.name &&
           info.version == external_metrics.version;
}

net::awaitable<reply> external_metric_route::answer(const request& question, request_info info) {
    if (!is_read(question.method)) {
        co_return status_reply(question, method_not_allowed());
    }
    // As Go's servers do, before anything is found out that the client could not read.
    if (!negotiate(question)) {
        co_return not_acceptable_reply();
    }
    if (info.verb == "watch") {
        co_return status_reply(question, watch_not_supported(info.group));
    }
    auto selector = rules::selector_of_query(question.query);
    if (!selector) {
        co_return status_reply(question, bad_request(std::move(selector.error())));
    }
    metrics::value_request asked{.metric = info.resource, .ns = info.ns, .labels = {}, .deadline = {}};
    asked.labels = std::move(*selector);
    asked.deadline = net::steady_clock::now() + timeout_;
    if (is_yes(query_parameter(question.query, "explain"))) {
        co_return co_await explanation(question, std::move(asked));
    }
    co_return co_await values(question, std::move(asked));
}

net::awaitable<reply> external_metric_route::values(const request& question, metrics::value_request asked) {
    const auto what =
        "external metric " + asked.ns + "/" + asked.metric + "{" + rules::to_string(asked.labels) + "}";
    const auto values = co_await metrics_.values(asked);
    if (!values) {
        const auto failure = from(values.error());
        // A client's own mistakes are for the client to see; what an operator can mend belongs into the log.
        if (failure.code >= first_server_error_status) {
            failures_.failed(what, values.error().message, values.error().shared);
        }
        co_return status_reply(question, failure);
    }
    failures_.works(what);
    if (auto* const basis = question.basis) {
        basis->value = metrics_.remembered(asked);
        basis->form = negotiate(question);
        basis->ns = std::move(asked.ns);
        basis->metric = std::move(asked.metric);
    }
    co_return object_reply(question, **values);
}

// An extension, so that it has no form but JSON.
net::awaitable<reply> external_metric_route::explanation(const request& question,
                                                         metrics::value_request asked) {
    if (!accepts_json(question)) {
        co_return status_reply(question, json_only());
    }
    const auto metric = asked.metric;
    const auto ns = asked.ns;
    const auto selector = rules::to_string(asked.labels);
    const auto told = co_await metrics_.explain(std::move(asked));
    const auto object = explanation_object(metric, ns, selector, told);
    co_return make_reply(status_code::ok, json_type, to_json_text(object, negotiate(question)->indented));
}

} // namespace barograph::server
