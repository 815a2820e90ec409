#include "server/audit_trail.hpp"

#include "server/source_addresses.hpp"
#include "server/status_code.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

constexpr std::size_t longest_user_agent = 1024; // as Go's API servers cut it

std::string user_agent_of(const request& question) {
    const auto agent = question.fields[http::field::user_agent];
    std::string text(agent.data(), agent.size());
    if (text.size() > longest_user_agent) {
        text.resize(longest_user_agent);
        text += "...TRUNCATED";
    }
    return text;
}

// Until the path is read nothing else can be said.
std::string method_as_verb(std::string_view method) {
    std::string verb(method);
    std::ranges::transform(verb, verb.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return verb;
}

} // namespace

audit_trail::audit_trail(auditor& by, const request& question, std::string id, time_point received)
    : auditor_(by), path_(question.path) {
    event_.id = std::move(id);
    event_.uri = question.path;
    if (!question.query.empty()) {
        event_.uri.append("?").append(question.query);
    }
    event_.verb = method_as_verb(question.method);
    event_.source_ips = source_addresses(question);
    event_.user_agent = user_agent_of(question);
    event_.received = received;
}

void audit_trail::asks(const request_info& what) {
    event_.verb = what.verb;
    path_ = what.path;
    if (what.is_resource) {
        event_.object = {
            .group = what.group, .version = what.version, .ns = what.ns, .resource = what.resource};
    }
}

void audit_trail::comes_from(const kube::user_info& user, time_point now) {
    event_.who = {.name = user.name, .uid = user.uid, .groups = user.groups, .extra = user.extra};
    begin(now);
}

void audit_trail::was_judged(std::optional<bool> allowed, std::string_view reason, time_point now) {
    begin(now);
    if (allowed) {
        event_.annotations.emplace_back("authorization.k8s.io/decision", *allowed ? "allow" : "forbid");
    }
    event_.annotations.emplace_back("authorization.k8s.io/reason", reason);
}

void audit_trail::was_answered(unsigned status, time_point now) {
    const bool is_first = !verdict_.has_value();
    judge();
    event_.status = status;
    tell(is_first && status == status_code::unauthorized ? audit::stage::response_started
                                                         : audit::stage::response_complete,
         now);
}

void audit_trail::begin(time_point now) {
    if (!verdict_) {
        judge();
        tell(audit::stage::request_received, now);
    }
}

// The first word counts for all stages.
void audit_trail::judge() {
    if (verdict_) {
        return;
    }
    audit::attributes asked{.who = event_.who, .verb = event_.verb, .path = path_};
    if (event_.object) {
        asked.is_resource = true;
        asked.ns = event_.object->ns;
        asked.group = event_.object->group;
        asked.resource = event_.object->resource;
    }
    verdict_ = audit::judge(auditor_.policy, asked);
    event_.what = verdict_->what;
}

void audit_trail::tell(audit::stage reached, time_point now) {
    if (verdict_->tells(reached)) {
        event_.reached = reached;
        event_.staged = now;
        auditor_.log.write(event_);
    }
}

} // namespace barograph::server
