#include "server/access_control.hpp"

#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

// kube-apiserver's own words, so that people find what they know.
status refusal(const kube::user_info& user, const request_info& info, const std::string& reason) {
    const auto because = reason.empty() ? "" : ": " + reason;
    if (!info.is_resource) {
        return forbidden("forbidden: User " + rules::text::quoted(user.name) + " cannot " + info.verb +
                         " path " + rules::text::quoted(info.path) + because);
    }
    return forbidden(
        info.resource + "." + info.group + " is forbidden: User " + rules::text::quoted(user.name) +
            " cannot " + info.verb + " resource " + rules::text::quoted(info.resource) + " in API group " +
            rules::text::quoted(info.group) + " in the namespace " + rules::text::quoted(info.ns) + because,
        status::subject{.group = info.group, .kind = info.resource});
}

} // namespace

access_control::access_control(kube::authorizer& authorizer, std::vector<std::string> open_paths,
                               telemetry::instruments* counts)
    : authorizer_(authorizer), open_paths_(std::move(open_paths)), counts_(counts) {}

bool access_control::is_open(const request_info& info) const {
    return !info.is_resource && std::ranges::any_of(open_paths_, [&](const std::string& open) {
        return open.ends_with('*') ? info.path.starts_with(open.substr(0, open.size() - 1))
                                   : info.path == open;
    });
}

net::awaitable<std::optional<status>> access_control::refuse(kube::user_info user, request_info info,
                                                             request_record* record, grounds* basis) {
    const auto tell = [record](std::optional<bool> allowed, std::string_view reason) {
        if (record != nullptr) {
            record->was_judged(allowed, reason);
        }
    };
    if (is_open(info)) {
        tell(true, "");
        co_return std::nullopt;
    }
    const auto begun = net::steady_clock::now();
    if (std::ranges::find(user.groups, "system:masters") != user.groups.end()) {
        count("allowed", "superuser", begun);
        tell(true, "");
        if (basis != nullptr) {
            basis->allowed = kube::access_decision{.allowed = true,
                                                   .reason = {},
                                                   .scope = kube::access_scope::everywhere,
                                                   .counts_until = net::time_point::max()};
        }
        co_return std::nullopt;
    }
    kube::access_request question{.user = user, .verb = info.verb, .is_resource = info.is_resource};
    question.ns = info.ns;
    question.group = info.group;
    question.version = info.version;
    question.resource = info.resource;
    question.path = info.path;
    const auto decision = co_await authorizer_.authorize(std::move(question));
    if (!decision) {
        count("error", "review", begun);
        tell(std::nullopt, "internal error");
        co_return internal_error(decision.error().message);
    }
    count(decision->allowed ? "allowed" : "denied", decision->kept ? "cache" : "review", begun);
    tell(decision->allowed, decision->reason);
    if (!decision->allowed) {
        co_return refusal(user, info, decision->reason);
    }
    if (basis != nullptr) {
        basis->allowed = *decision;
    }
    co_return std::nullopt;
}

void access_control::count(std::string_view decision, std::string_view source, net::time_point begun) const {
    if (counts_ != nullptr) {
        counts_->count_authorization(decision, source, net::steady_clock::now() - begun);
    }
}

} // namespace barograph::server
