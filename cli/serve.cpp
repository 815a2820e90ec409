#include "cli/serve.hpp"

#include "cli/advertised_address.hpp"
#include "cli/audit.hpp"
#include "cli/cluster.hpp"
#include "cli/config_reload.hpp"
#include "cli/hangup.hpp"
#include "cli/lifecycle.hpp"
#include "cli/prometheus_access.hpp"
#include "cli/prometheus_connection.hpp"
#include "cli/serving_certificates.hpp"
#include "metrics/value_cache.hpp"
#include "net/thread_pulse.hpp"
#include "net/worker_threads.hpp"
#include "prometheus/shared_queries.hpp"
#include "server/api_discovery.hpp"
#include "server/api_handler.hpp"
#include "server/hot_path.hpp"
#include "server/listener.hpp"
#include "server/open_access.hpp"
#include "server/recollection.hpp"
#include "server/request_gate.hpp"
#include "server/request_observer.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/instruments.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <malloc.h>

namespace barograph::cli {

namespace {

constexpr int access_log_verbosity = 3;

// The order of the members is the order of dependence: each uses those above it.
struct server_parts {
    server_parts(net::executor ex, const std::vector<net::http_client_options>& connections,
                 const serve_options& options, std::vector<rules::rule> rules,
                 telemetry::instruments& instruments, net::task_group& tasks)
        : access(open_prometheus(ex, connections, options, &instruments)),
          prometheus(prometheus::share_queries(std::move(access.api))),
          discovery(ex, *prometheus, std::move(rules),
                    {.schedule = {.interval = options.metrics_relist_interval},
                     .max_age = options.metrics_max_age}),
          values(ex, discovery, *prometheus, instruments, tasks, options.values) {}

    prometheus_access access;
    std::unique_ptr<prometheus::api> prometheus;
    metrics::discovery discovery;
    metrics::value_cache values;
    server::health probes;
};

std::string listen_address(const serve_options& options) {
    return options.bind_address.value_or(options.standalone ? "127.0.0.1" : "0.0.0.0");
}

std::expected<void, std::string> check_standalone(const serve_options& options) {
    if (!options.standalone) {
        return {};
    }
    boost::system::error_code not_an_address;
    const auto address = net::asio::ip::make_address(listen_address(options), not_an_address);
    if (not_an_address || !address.is_loopback()) {
        return std::unexpected(
            "--standalone serves without authentication and so listens on loopback only; --bind-address is " +
            listen_address(options));
    }
    return {};
}

void show_lifetimes(const serving_certificates& serving,
                    const std::vector<net::http_client_options>& prometheus,
                    telemetry::instruments& instruments) {
    auto& lifetimes = instruments.lifetimes();
    lifetimes.follow("serving", [&serving] { return serving.expires(); });
    lifetimes.follow("serving_by_name", [&serving] { return serving.expires_by_name(); });
    // All of them show the same certificate.
    const auto shown = std::ranges::find_if(prometheus, [](const auto& each) { return each.tls != nullptr; });
    if (shown != prometheus.end()) {
        lifetimes.follow("prometheus_client", [tls = shown->tls] { return tls->expires(); });
    }
}

void tell_of_length(std::size_t metrics, telemetry::failure_log& told) {
    const std::string what = "listing all metrics to the cluster";
    if (metrics > server::most_listed) {
        told.failed(what, "there are more than " + std::to_string(server::most_listed) +
                              ", which is the most that clients can read; all of them are answered");
    } else {
        told.works(what);
    }
}

std::string describe(const net::asio::ip::tcp::endpoint& endpoint) {
    const auto address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
           std::to_string(endpoint.port());
}

} // namespace

std::expected<void, std::vector<std::string>> serve(const serve_options& options, std::string_view version) {
    const auto failed = [](std::string sentence) {
        return std::unexpected(std::vector<std::string>{std::move(sentence)});
    };
    // Who reads the log, or the audit log, may go before this does.
    (void)std::signal(SIGPIPE, SIG_IGN);
    net::asio::io_context context(1);
    const auto ex = context.get_executor();
    telemetry::instruments instruments(version);
    config_reload configuration(ex, options.config, instruments);
    auto first = configuration.load();
    if (!first) {
        return std::unexpected(first.error());
    }
    if (auto allowed = check_standalone(options); !allowed) {
        return failed(allowed.error());
    }
    auto connections = prometheus_connections(options);
    if (!connections) {
        return failed(connections.error());
    }
    for (auto& each : *connections) {
        // A burst of queries is followed by the next one.
        each.max_idle_connections = options.values.max_queries;
    }
    auto certificates = serving_certificates::create(ex, options, instruments);
    if (!certificates) {
        return failed(certificates.error());
    }
    auto auditing = open_audit(ex, options.audit, instruments);
    if (!auditing) {
        return std::unexpected(auditing.error());
    }
    cluster cluster;
    if (!options.standalone) {
        auto connected = connect_cluster(ex, options);
        if (!connected) {
            return failed(connected.error());
        }
        cluster = std::move(*connected);
    }

    net::task_group background(ex, telemetry::log_crash);
    const auto rules = first->external_rules.size();
    server_parts parts(ex, *connections, options, std::move(first->external_rules), instruments, background);
    parts.discovery.on_publish([&] {
        parts.values.rules_changed();
        // Reading rules and listing series takes memory for a moment, and then none for minutes.
        net::asio::post(ex, [] { static_cast<void>(::malloc_trim(0)); });
    });
    telemetry::failure_log listing;
    parts.discovery.on_change([&](const metrics::name_list& names) {
        instruments.set_listed_metrics(names.names.size());
        tell_of_length(names.names.size(), listing);
    });

    server::open_authenticator open_authenticator;
    server::open_authorizer open_authorizer;
    std::unique_ptr<server::authenticator> authenticator;
    if (!options.standalone) {
        authenticator = make_authenticator(cluster, instruments);
    }
    server::authenticator& who = options.standalone ? open_authenticator : *authenticator;
    kube::authorizer& may = options.standalone ? open_authorizer : *cluster.authorizer;
    server::access_control access(may, options.always_allow_paths, &instruments);
    server::api_handler handler({.who = who,
                                 .access = access,
                                 .metrics = parts.values,
                                 .probes = parts.probes,
                                 .instruments = instruments,
                                 .version = std::string(version),
                                 .value_timeout = options.prometheus_timeout});

    bool draining = false;
    parts.probes.add("shutdown", false, [&]() -> std::optional<std::string> {
        return draining ? std::optional<std::string>("shutting down") : std::nullopt;
    });
    parts.probes.add("metric-discovery", false, [&]() -> std::optional<std::string> {
        return parts.discovery.has_listed() ? std::nullopt : std::optional<std::string>("not listed yet");
    });
    if (!options.standalone) {
        parts.probes.add("front-proxy-configuration", false,
                         [&] { return lookup_problem(cluster, options); });
        show_registration(cluster, instruments, parts.probes);
        show_ca_lifetimes(cluster, instruments);
    }
    show_lifetimes(**certificates, *connections, instruments);

    server::request_gate gate(handler, options.limits);
    server::request_observer observer(
        gate, instruments.requests(),
        {.access_log = options.verbosity >= access_log_verbosity, .audit = auditing->auditor.get()});
    server::connection_events events{
        .handshake = [&](bool done) { instruments.count_handshake(done); },
        .refused = [&](std::string_view limit) { instruments.count_refused_connection(limit); },
        .unreadable = [&](const server::connection& from, unsigned status,
                          std::string_view reason) { observer.saw_unreadable(from, status, reason); }};
    server::recollection memory(cluster.proxies, {.max_targets = options.values.max_keys});
    server::hot_path front(
        observer, ex, memory, instruments,
        {.access_log = options.verbosity >= access_log_verbosity, .recalls = auditing->auditor == nullptr});
    net::worker_threads workers(options.threads == 0 ? net::usable_processors() : options.threads);
    net::thread_pulse pulse(workers.executors());
    parts.probes.add("serving-threads", true, [&] { return pulse.complaint(); });
    auto listener = server::listener::open(
        ex, listen_address(options), options.secure_port, [&] { return (*certificates)->current(); }, front,
        options.limits, std::move(events), workers.executors(), options.permit_port_sharing);
    if (!listener) {
        return failed(listener.error());
    }
    instruments.show_activity([&] { return static_cast<double>((*listener)->connections()); },
                              [&] { return static_cast<double>(background.size()); });
    handler.advertise(advertised_address((*listener)->local_endpoint()));
    telemetry::log_info("barograph " + std::string(version) + " with " + std::to_string(rules) +
                        " external rules of " + options.config + ", asking Prometheus at " +
                        parts.access.urls);
    telemetry::log_info("serving on https://" + describe((*listener)->local_endpoint()));

    background.spawn("accepting connections", (*listener)->run());
    background.spawn("metric discovery", parts.discovery.run());
    background.spawn("keeping values fresh", parts.values.run());
    background.spawn("following the rules", configuration.run(parts.discovery));
    background.spawn("following the certificates", (*certificates)->run());
    background.spawn("renewing the certificate", (*certificates)->renew());
    if (auditing->auditor) {
        background.spawn("following the audit policy", auditing->policy->run(*auditing->auditor));
    }
    background.spawn("SIGHUP", on_hangup(ex, [&] {
                         configuration.nudge();
                         (*certificates)->nudge();
                         auditing->nudge();
                     }));
    if (cluster.published) {
        background.spawn("authentication configuration", cluster.published->run());
    }
    if (cluster.registration) {
        background.spawn("following the APIService", cluster.registration->follow());
        background.spawn("telling whose the APIService is", cluster.registration->tell());
    }
    net::asio::co_spawn(
        ex, run_until_signal(ex, **listener, background, draining, {.delay = options.shutdown_delay}),
        [&](const std::exception_ptr& error) {
            if (error) {
                telemetry::log_crash("waiting for the end", error);
                // What other threads are in the middle of can't be ended in order any more.
                std::_Exit(EXIT_FAILURE);
            }
            context.stop();
        });
    context.run();
    return {};
}

} // namespace barograph::cli
