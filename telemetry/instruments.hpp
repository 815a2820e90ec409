#pragma once
#include "telemetry/certificate_lifetimes.hpp"
#include "telemetry/process_metrics.hpp"
#include "telemetry/request_instruments.hpp"
#include "telemetry/sampled_gauges.hpp"
#include "telemetry/value_instruments.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What Barograph tells about itself in the Prometheus exposition format. Names follow Prometheus'
/// conventions.
namespace barograph::telemetry {

/// All instruments, made once at start and handed to those who count. Thread-safe.
class instruments {
public:
    explicit instruments(std::string_view version);

    /// One answered request: `barograph_http_requests_total{method,code}`. An unusual method counts as
    /// `other`.
    void count_request(std::string_view method, unsigned status) { requests_.count(method, status); }

    /// One question to a Prometheus: `barograph_prometheus_requests_total{request,result}` and
    /// `barograph_prometheus_request_duration_seconds{request}`.
    void count_prometheus_request(std::string_view request, bool answered, std::chrono::nanoseconds duration);
    /// Whether a backend is well: `barograph_prometheus_backend_up{backend}`. `backend`: its URL without
    /// credentials.
    void set_prometheus_backend(std::string_view backend, bool well);

    /// One question that is put to the next backend because one gave no answer:
    /// `barograph_prometheus_failovers_total`.
    void count_prometheus_failover() { prometheus_failovers_.Increment(); }

    /// One answer by a rule's fallback: `barograph_fallback_answers_total{fallback="hold|value|drop"}`.
    void count_fallback(std::string_view fallback);
    /// One answer to who asks: `barograph_authentication_attempts_total{method,result}` and
    /// `barograph_authentication_duration_seconds{method}`. `method`: what proved it, or failed to; `result`:
    /// success, failure (the credentials are wrong) or error (they could not be judged).
    void count_authentication(std::string_view method, std::string_view result,
                              std::chrono::nanoseconds duration);
    /// One answer to whether they may: `barograph_authorization_decisions_total{decision,source}` and
    /// `barograph_authorization_duration_seconds{source}`. `decision`: allowed, denied or error; `source`:
    /// superuser, cache or review.
    void count_authorization(std::string_view decision, std::string_view source,
                             std::chrono::nanoseconds duration);

    /// One request that was known by its bytes and answered from memory:
    /// `barograph_http_requests_recalled_total`. Allocates nothing.
    void count_recalled() { recalled_requests_.Increment(); }

    /// Of such a request, that who asks and whether they may was known already: counts for both as
    /// `request_header` and `cache`, without a duration. Allocates nothing.
    void count_recalled_grounds();
    /// `barograph_external_metrics`: how many metrics are listed.
    void set_listed_metrics(std::size_t count);

    /// One reading of the file of rules: `barograph_config_loads_total{result}`,
    /// `barograph_config_last_reload_successful` and `…_success_timestamp_seconds`.
    void count_config_load(bool valid);

    /// One reading of the serving certificates: `barograph_certificate_loads_total{result}`.
    void count_certificate_load(bool usable);
    /// `barograph_serving_certificate_expiry_timestamp_seconds`.
    void set_certificate_expiry(std::chrono::sys_seconds when);

    /// How long certificates are still valid. Only for the thread that calls expose().
    [[nodiscard]] certificate_lifetimes& lifetimes() { return lifetimes_; }

    /// `barograph_open_connections` and `barograph_background_tasks`, of which others keep count; they are
    /// asked by expose(), on its thread.
    void show_activity(sampled_gauges::source connections, sampled_gauges::source tasks);

    /// One beginning of TLS: `barograph_tls_handshakes_total{result}`.
    void count_handshake(bool done);
    /// One connection closed at once: `barograph_connections_refused_total{limit}`.
    void count_refused_connection(std::string_view limit);

    /// Whether the cluster's APIService names this server: `barograph_apiservice_registered`, which is there
    /// while that is known.
    void set_apiservice_registered(std::optional<bool> ours);

    /// Events of the audit log: `barograph_audit_events_total{result="written|failed|dropped"}`.
    void count_audit_events(std::string_view result, std::size_t count = 1);

    /// One reading of the audit policy's file: `barograph_audit_policy_loads_total{result}`.
    void count_audit_policy_load(bool valid);

    /// How many requests there are, and how long they take.
    [[nodiscard]] request_instruments& requests() { return requests_; }

    /// How the values of metrics come about.
    [[nodiscard]] value_instruments& values() { return values_; }

    /// Everything in text format 0.0.4.
    [[nodiscard]] std::string expose() const;

private:
    ::prometheus::Registry registry_;
    process_metrics process_;
    certificate_lifetimes lifetimes_;
    sampled_gauges sampled_;
    request_instruments requests_{registry_};
    value_instruments values_{registry_};
    ::prometheus::Family<::prometheus::Counter>& prometheus_requests_;
    ::prometheus::Family<::prometheus::Histogram>& prometheus_durations_;
    ::prometheus::Family<::prometheus::Gauge>& prometheus_backends_;
    ::prometheus::Counter& prometheus_failovers_;
    ::prometheus::Family<::prometheus::Counter>& fallbacks_;
    ::prometheus::Family<::prometheus::Counter>& authentications_;
    ::prometheus::Family<::prometheus::Histogram>& authentication_durations_;
    ::prometheus::Family<::prometheus::Counter>& authorizations_;
    ::prometheus::Family<::prometheus::Histogram>& authorization_durations_;
    ::prometheus::Counter& recalled_requests_;
    ::prometheus::Counter& recalled_authentications_;
    ::prometheus::Counter& recalled_authorizations_;
    ::prometheus::Gauge& listed_metrics_;
    ::prometheus::Family<::prometheus::Counter>& config_loads_;
    ::prometheus::Gauge& config_valid_;
    ::prometheus::Gauge& config_time_;
    ::prometheus::Family<::prometheus::Counter>& certificate_loads_;
    ::prometheus::Gauge& certificate_expiry_;
    ::prometheus::Family<::prometheus::Counter>& handshakes_;
    ::prometheus::Family<::prometheus::Counter>& refused_connections_;
    ::prometheus::Family<::prometheus::Counter>& audit_events_;
    ::prometheus::Family<::prometheus::Counter>& audit_policy_loads_;
    ::prometheus::Family<::prometheus::Gauge>& apiservice_registered_;
};

} // namespace barograph::telemetry
