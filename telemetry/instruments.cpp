#include "telemetry/instruments.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace barograph::telemetry {

namespace {

double in_seconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

// From what memory answers to what a review's deadline cuts off.
::prometheus::Histogram::BucketBoundaries duration_buckets() {
    return {0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

#ifdef __clang__
constexpr const char* compiler = "clang " __clang_version__;
#else
constexpr const char* compiler = "gcc " __VERSION__;
#endif

} // namespace

instruments::instruments(std::string_view version)
    : prometheus_requests_(::prometheus::BuildCounter()
                               .Name("barograph_prometheus_requests_total")
                               .Help("Requests sent to Prometheus, by kind and result.")
                               .Register(registry_)),
      prometheus_durations_(::prometheus::BuildHistogram()
                                .Name("barograph_prometheus_request_duration_seconds")
                                .Help("How long requests to Prometheus took, failed ones included, by kind.")
                                .Register(registry_)),
      prometheus_backends_(::prometheus::BuildGauge()
                               .Name("barograph_prometheus_backend_up")
                               .Help("Whether a Prometheus answers, as far as the last requests to it tell.")
                               .Register(registry_)),
      prometheus_failovers_(::prometheus::BuildCounter()
                                .Name("barograph_prometheus_failovers_total")
                                .Help("Requests put to the next Prometheus because one gave no answer.")
                                .Register(registry_)
                                .Add({})),
      fallbacks_(::prometheus::BuildCounter()
                     .Name("barograph_fallback_answers_total")
                     .Help("Answers that a rule's fallback gave, by fallback.")
                     .Register(registry_)),
      authentications_(::prometheus::BuildCounter()
                           .Name("barograph_authentication_attempts_total")
                           .Help("Answers to who asks, by the method that proved it or failed to.")
                           .Register(registry_)),
      authentication_durations_(::prometheus::BuildHistogram()
                                    .Name("barograph_authentication_duration_seconds")
                                    .Help("How long it took to know who asks, by method.")
                                    .Register(registry_)),
      authorizations_(::prometheus::BuildCounter()
                          .Name("barograph_authorization_decisions_total")
                          .Help("Answers to who may ask, by decision and where it came from.")
                          .Register(registry_)),
      authorization_durations_(::prometheus::BuildHistogram()
                                   .Name("barograph_authorization_duration_seconds")
                                   .Help("How long it took to know who may ask, by where it came from.")
                                   .Register(registry_)),
      recalled_requests_(
          ::prometheus::BuildCounter()
              .Name("barograph_http_requests_recalled_total")
              .Help("Requests that were known by their bytes and answered from memory at once.")
              .Register(registry_)
              .Add({})),
      recalled_authentications_(authentications_.Add({{"method", "request_header"}, {"result", "success"}})),
      recalled_authorizations_(authorizations_.Add({{"decision", "allowed"}, {"source", "cache"}})),
      listed_metrics_(::prometheus::BuildGauge()
                          .Name("barograph_external_metrics")
                          .Help("External metrics that are listed now.")
                          .Register(registry_)
                          .Add({})),
      config_loads_(::prometheus::BuildCounter()
                        .Name("barograph_config_loads_total")
                        .Help("Readings of the file of rules, by result.")
                        .Register(registry_)),
      config_valid_(::prometheus::BuildGauge()
                        .Name("barograph_config_last_reload_successful")
                        .Help("Whether the file of rules was valid when it was last read.")
                        .Register(registry_)
                        .Add({})),
      config_time_(::prometheus::BuildGauge()
                       .Name("barograph_config_last_reload_success_timestamp_seconds")
                       .Help("When the rules in force were read.")
                       .Register(registry_)
                       .Add({})),
      certificate_loads_(::prometheus::BuildCounter()
                             .Name("barograph_certificate_loads_total")
                             .Help("Readings of the serving certificates, by result.")
                             .Register(registry_)),
      certificate_expiry_(::prometheus::BuildGauge()
                              .Name("barograph_serving_certificate_expiry_timestamp_seconds")
                              .Help("When the certificate that is served expires, as a Unix time in seconds.")
                              .Register(registry_)
                              .Add({})),
      handshakes_(::prometheus::BuildCounter()
                      .Name("barograph_tls_handshakes_total")
                      .Help("TLS handshakes with clients, by result.")
                      .Register(registry_)),
      refused_connections_(::prometheus::BuildCounter()
                               .Name("barograph_connections_refused_total")
                               .Help("Connections closed at once, by the limit that was reached.")
                               .Register(registry_)),
      audit_events_(::prometheus::BuildCounter()
                        .Name("barograph_audit_events_total")
                        .Help("Events for the audit log, by what became of them.")
                        .Register(registry_)),
      audit_policy_loads_(::prometheus::BuildCounter()
                              .Name("barograph_audit_policy_loads_total")
                              .Help("Readings of the audit policy's file, by result.")
                              .Register(registry_)),
      apiservice_registered_(
          ::prometheus::BuildGauge()
              .Name("barograph_apiservice_registered")
              .Help("Whether the cluster's APIService names this server; absent while unknown.")
              .Register(registry_)) {
    ::prometheus::BuildGauge()
        .Name("barograph_build_info")
        .Help("Always 1; its labels tell the version and what compiled it.")
        .Register(registry_)
        .Add({{"version", std::string(version)}, {"compiler", compiler}})
        .Set(1);
}

void instruments::count_prometheus_request(std::string_view request, bool answered,
                                           std::chrono::nanoseconds duration) {
    const std::string kind(request);
    prometheus_requests_.Add({{"request", kind}, {"result", answered ? "success" : "error"}}).Increment();
    prometheus_durations_.Add({{"request", kind}}, duration_buckets()).Observe(in_seconds(duration));
}

void instruments::set_prometheus_backend(std::string_view backend, bool well) {
    prometheus_backends_.Add({{"backend", std::string(backend)}}).Set(well ? 1 : 0);
}

void instruments::count_fallback(std::string_view fallback) {
    fallbacks_.Add({{"fallback", std::string(fallback)}}).Increment();
}

void instruments::count_authentication(std::string_view method, std::string_view result,
                                       std::chrono::nanoseconds duration) {
    const std::string by(method);
    authentications_.Add({{"method", by}, {"result", std::string(result)}}).Increment();
    authentication_durations_.Add({{"method", by}}, duration_buckets()).Observe(in_seconds(duration));
}

void instruments::count_authorization(std::string_view decision, std::string_view source,
                                      std::chrono::nanoseconds duration) {
    const std::string by(source);
    authorizations_.Add({{"decision", std::string(decision)}, {"source", by}}).Increment();
    authorization_durations_.Add({{"source", by}}, duration_buckets()).Observe(in_seconds(duration));
}

void instruments::count_recalled_grounds() {
    recalled_authentications_.Increment();
    recalled_authorizations_.Increment();
}

void instruments::set_listed_metrics(std::size_t count) {
    listed_metrics_.Set(static_cast<double>(count));
}

void instruments::count_config_load(bool valid) {
    config_loads_.Add({{"result", valid ? "success" : "failure"}}).Increment();
    config_valid_.Set(valid ? 1 : 0);
    if (valid) {
        config_time_.SetToCurrentTime();
    }
}

void instruments::count_certificate_load(bool usable) {
    certificate_loads_.Add({{"result", usable ? "success" : "failure"}}).Increment();
}

void instruments::set_certificate_expiry(std::chrono::sys_seconds when) {
    certificate_expiry_.Set(static_cast<double>(when.time_since_epoch().count()));
}

void instruments::show_activity(sampled_gauges::source connections, sampled_gauges::source tasks) {
    sampled_.follow("barograph_open_connections", "Connections of clients that are open now.",
                    std::move(connections));
    sampled_.follow("barograph_background_tasks",
                    "Tasks that run beside requests: what is followed, and questions to Prometheus that are "
                    "under way.",
                    std::move(tasks));
}

void instruments::count_handshake(bool done) {
    handshakes_.Add({{"result", done ? "success" : "failure"}}).Increment();
}

void instruments::count_refused_connection(std::string_view limit) {
    refused_connections_.Add({{"limit", std::string(limit)}}).Increment();
}

void instruments::set_apiservice_registered(std::optional<bool> ours) {
    auto& gauge = apiservice_registered_.Add({});
    if (ours) {
        gauge.Set(*ours ? 1 : 0);
    } else {
        apiservice_registered_.Remove(&gauge);
    }
}

void instruments::count_audit_events(std::string_view result, std::size_t count) {
    audit_events_.Add({{"result", std::string(result)}}).Increment(static_cast<double>(count));
}

void instruments::count_audit_policy_load(bool valid) {
    audit_policy_loads_.Add({{"result", valid ? "success" : "failure"}}).Increment();
}

std::string instruments::expose() const {
    auto families = registry_.Collect();
    std::ranges::move(lifetimes_.Collect(), std::back_inserter(families));
    std::ranges::move(sampled_.Collect(), std::back_inserter(families));
    std::ranges::move(process_.Collect(), std::back_inserter(families));
    return ::prometheus::TextSerializer().Serialize(families);
}

} // namespace barograph::telemetry
