#include "cli/inert_flags.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace barograph::cli {

namespace {

using namespace std::string_view_literals;

enum class takes { value = 1, nothing };

struct inert_flag {
    std::string_view name;
    std::string_view why;
    takes argument = takes::value;
};

constexpr auto no_http2 = "HTTP/2 is not served"sv;
constexpr auto no_klog = "logs go to stderr"sv;
constexpr auto one_by_one = "audit events are written one by one"sv;
constexpr auto no_bodies = "audit events hold no bodies and stay small"sv;
constexpr auto no_objects = "external metrics need no list of the cluster's objects"sv;
constexpr auto no_profiling = "there is no profiling over HTTP"sv;
constexpr auto no_webhook = "audit events are written to a file, not sent; see --audit-log-path"sv;

constexpr std::array inert_flags = {
    inert_flag{"--lister-kubeconfig", no_objects},
    inert_flag{"--discovery-interval", no_objects},

    inert_flag{"--disable-http2", no_http2, takes::nothing},
    inert_flag{"--disable-http2-serving", no_http2, takes::nothing},
    inert_flag{"--http2-max-streams-per-connection", no_http2},
    inert_flag{"--permit-address-sharing", "connections that linger never keep the port", takes::nothing},

    inert_flag{"--audit-log-version", "audit events are of audit.k8s.io/v1"},
    inert_flag{"--audit-log-compress", "rotated files are kept as they are", takes::nothing},
    inert_flag{"--audit-log-batch-max-size", one_by_one},
    inert_flag{"--audit-log-batch-max-wait", one_by_one},
    inert_flag{"--audit-log-batch-throttle-enable", one_by_one, takes::nothing},
    inert_flag{"--audit-log-batch-throttle-qps", one_by_one},
    inert_flag{"--audit-log-batch-throttle-burst", one_by_one},
    inert_flag{"--audit-log-truncate-enabled", no_bodies, takes::nothing},
    inert_flag{"--audit-log-truncate-max-batch-size", no_bodies},
    inert_flag{"--audit-log-truncate-max-event-size", no_bodies},
    inert_flag{"--audit-webhook-config-file", no_webhook},
    inert_flag{"--audit-webhook-initial-backoff", no_webhook},
    inert_flag{"--audit-webhook-version", no_webhook},
    inert_flag{"--audit-webhook-mode", no_webhook},
    inert_flag{"--audit-webhook-batch-initial-backoff", no_webhook},
    inert_flag{"--audit-webhook-batch-buffer-size", no_webhook},
    inert_flag{"--audit-webhook-batch-max-size", no_webhook},
    inert_flag{"--audit-webhook-batch-max-wait", no_webhook},
    inert_flag{"--audit-webhook-batch-throttle-enable", no_webhook, takes::nothing},
    inert_flag{"--audit-webhook-batch-throttle-qps", no_webhook},
    inert_flag{"--audit-webhook-batch-throttle-burst", no_webhook},
    inert_flag{"--audit-webhook-truncate-enabled", no_webhook, takes::nothing},
    inert_flag{"--audit-webhook-truncate-max-batch-size", no_webhook},
    inert_flag{"--audit-webhook-truncate-max-event-size", no_webhook},

    inert_flag{"--profiling", no_profiling, takes::nothing},
    inert_flag{"--contention-profiling", no_profiling, takes::nothing},
    inert_flag{"--debug-socket-path", no_profiling},
    inert_flag{"--enable-priority-and-fairness", "requests are answered in the order they come",
               takes::nothing},

    inert_flag{"--logtostderr", no_klog, takes::nothing},
    inert_flag{"--alsologtostderr", no_klog, takes::nothing},
    inert_flag{"--stderrthreshold", no_klog},
    inert_flag{"--legacy-stderr-threshold-behavior", no_klog, takes::nothing},
    inert_flag{"--vmodule", "the verbosity is one for all; see --v"},
    inert_flag{"--log-dir", no_klog},
    inert_flag{"--log-file", no_klog},
    inert_flag{"--log-file-max-size", no_klog},
    inert_flag{"--log-backtrace-at", "logs hold no stack traces"},
    inert_flag{"--log-flush-frequency", "each line is written at once"},
    inert_flag{"--skip-headers", no_klog, takes::nothing},
    inert_flag{"--skip-log-headers", no_klog, takes::nothing},
    inert_flag{"--add-dir-header", no_klog, takes::nothing},
    inert_flag{"--one-output", no_klog, takes::nothing},
};

} // namespace

std::vector<inert_flag_note> inert_flag_notes() {
    std::vector<inert_flag_note> notes;
    notes.reserve(inert_flags.size());
    for (const auto& flag : inert_flags) {
        notes.push_back({flag.name, flag.why});
    }
    return notes;
}

void add_inert_flags(CLI::App& app, std::vector<std::string>& warnings) {
    app.option_defaults()->group(std::string(inert_group));
    for (const auto& flag : inert_flags) {
        const std::string name(flag.name);
        const std::string why(flag.why);
        auto* option = app.add_flag(name, why);
        if (flag.argument == takes::value) {
            option->expected(1)->type_name("VALUE");
        }
        const auto warning = name + " has no effect: " + why;
        option->each([&warnings, warning](const std::string&) {
            if (std::ranges::find(warnings, warning) == warnings.end()) {
                warnings.push_back(warning);
            }
        });
    }
}

} // namespace barograph::cli
