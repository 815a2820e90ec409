#include "cli/doctor/serving_certificate_check.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/check/name_list.hpp"
#include "cli/doctor/calendar_date.hpp"
#include "kube/served_chain.hpp"

#include <algorithm>
#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* certificate_check = "serving-certificate";
constexpr std::size_t most_replicas = 5;

std::string tls_name_of(const kube::service_name& service) {
    return service.name + "." + service.ns + ".svc";
}

std::string patch_ca_bundle() {
    return std::string("kubectl patch apiservice ") + kube::external_metrics_api_service +
           R"( --type=merge --patch '{"spec":{"insecureSkipTLSVerify":false,"caBundle":"'$(base64 -w0 ca.crt)'"}}')" +
           "  # ca.crt is the CA of the certificate";
}

// Who made the certificate makes the next one: the chart, or whoever keeps the files.
std::string renew(const asked_service& asked) {
    if (!asked.release.empty()) {
        const auto slash = asked.release.find('/');
        return "helm upgrade " + asked.release.substr(slash + 1) + " CHART --namespace " +
               asked.release.substr(0, slash) + " --reuse-values";
    }
    const auto name = tls_name_of(asked.name);
    return "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout tls.key -out tls.crt -subj /CN=" +
           name + " -addext subjectAltName=DNS:" + name +
           "  # for --tls-cert-file and --tls-private-key-file, and tls.crt as caBundle";
}

std::string names_text(const std::vector<std::string>& names) {
    return names.empty() ? "no name at all" : shortened(names);
}

// What one replica showed, or why it showed nothing.
struct shown_chain {
    std::string replica;
    std::expected<std::string, std::string> pem;
};

class replica_visits {
public:
    replica_visits(doctor_session& session, const asked_service& asked,
                   std::vector<kube::service_endpoint> endpoints)
        : session_(session), name_(tls_name_of(asked.name)), endpoints_(std::move(endpoints)) {
        endpoints_.resize(std::min(endpoints_.size(), most_replicas));
        shown_.resize(endpoints_.size());
    }

    net::awaitable<std::vector<shown_chain>> run() {
        co_await in_parallel(session_.ex, endpoints_.size(), most_replicas,
                             [this](std::size_t index) { return visit(index); });
        co_return std::move(shown_);
    }

private:
    net::awaitable<> visit(std::size_t index) {
        const auto& to = endpoints_[index];
        const bool is_v6 = to.address.find(':') != std::string::npos;
        shown_[index].replica = (is_v6 ? "[" + to.address + "]" : to.address) + ":" + std::to_string(to.port);
        shown_[index].pem =
            co_await kube::fetch_served_chain(session_.ex, to.address, to.port, name_, session_.deadline());
    }

    doctor_session& session_;
    std::string name_;
    std::vector<kube::service_endpoint> endpoints_;
    std::vector<shown_chain> shown_;
};

void add_insecurity(findings& into, const kube::api_service& registration) {
    if (registration.insecure_skip_tls_verify) {
        into.push_back(
            warning(certificate_check,
                    "the APIService has insecureSkipTLSVerify: kube-apiserver believes whoever answers",
                    patch_ca_bundle()));
    } else if (registration.ca_bundle.empty()) {
        into.push_back(
            warning(certificate_check,
                    "the APIService has no caBundle: kube-apiserver verifies by the CAs of its host",
                    patch_ca_bundle()));
    }
}

findings judge_replicas(const asked_service& asked, const std::vector<shown_chain>& shown) {
    const auto now = std::chrono::system_clock::now();
    findings found;
    add_insecurity(found, *asked.registration);
    std::size_t reached = 0;
    std::vector<std::string> unreached;
    auto until = std::chrono::system_clock::time_point::max();
    bool all_good = true;
    for (const auto& one : shown) {
        if (!one.pem) {
            unreached.push_back(one.replica + ": " + one.pem.error());
            continue;
        }
        ++reached;
        const auto verdict = kube::judge_serving_certificate(*one.pem, asked.registration->ca_bundle,
                                                             tls_name_of(asked.name), now);
        auto problem = verdict ? judge_replica(asked, one.replica, *verdict, now)
                               : std::optional(wrong(certificate_check, verdict.error(), patch_ca_bundle()));
        if (problem) {
            found.push_back(std::move(*problem));
            all_good = false;
        } else {
            until = std::min(until, verdict->valid_until);
        }
    }
    if (reached == 0) {
        found.push_back(
            skipped(certificate_check, "no replica can be reached from here (" + shortened(unreached) +
                                           "); a Pod of the cluster can look at their certificates"));
    } else if (all_good) {
        found.push_back(fine(certificate_check, std::to_string(reached) +
                                                    (reached == 1 ? " replica shows" : " replicas show") +
                                                    " a certificate for " + tls_name_of(asked.name) +
                                                    ", valid " + validity_left(until, now)));
    }
    return found;
}

} // namespace

std::optional<finding> judge_replica(const asked_service& asked, const std::string& replica,
                                     const kube::serving_verdict& verdict,
                                     std::chrono::system_clock::time_point now) {
    const bool is_verified =
        !asked.registration->insecure_skip_tls_verify && !asked.registration->ca_bundle.empty();
    const auto shown = "the certificate that " + replica + " shows";
    if (is_verified && verdict.distrust) {
        const bool has_passed = verdict.leaf.valid_until <= now;
        return wrong(certificate_check,
                     "the APIService's caBundle does not verify " + shown + " (issued by " +
                         verdict.leaf.issuer + "): " + *verdict.distrust,
                     has_passed ? renew(asked) : patch_ca_bundle());
    }
    if (!asked.registration->insecure_skip_tls_verify && !verdict.is_named) {
        return wrong(certificate_check,
                     shown + " is for " + names_text(verdict.leaf.dns_names) + ", not for " +
                         tls_name_of(asked.name) + ", by which the aggregator asks",
                     renew(asked));
    }
    if (verdict.valid_until - now < shortest_validity) {
        return warning(certificate_check, shown + " is valid only " + validity_left(verdict.valid_until, now),
                       renew(asked));
    }
    return std::nullopt;
}

net::awaitable<findings> check_serving_certificate(doctor_session& session) {
    std::string check = certificate_check;
    const auto asked = co_await find_asked_service(session, check);
    findings found;
    if (!asked) {
        found.push_back(asked.error());
        co_return found;
    }
    if (!asked->registration) {
        found.push_back(skipped(check, "there is no APIService that says which CA to believe"));
        co_return found;
    }
    const auto state = co_await read_service_state(session, check, *asked);
    if (!state || state->ready().empty()) {
        add_insecurity(found, *asked->registration);
        found.push_back(skipped(check, "no replica is known that could be asked"));
        co_return found;
    }
    replica_visits visits(session, *asked, state->ready());
    const auto shown = co_await visits.run();
    co_return judge_replicas(*asked, shown);
}

} // namespace barograph::cli
