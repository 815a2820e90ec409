#include "server/request_observer.hpp"

#include "server/access_log.hpp"
#include "server/audit_id.hpp"
#include "server/request_record.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <array>

namespace barograph::server {

namespace {

using telemetry::request_route;
using telemetry::request_verb;

request_route route_of(const request_info& info) {
    if (info.is_resource) {
        return request_route::metric;
    }
    if (info.segments.empty()) {
        return request_route::discovery;
    }
    using entry = std::pair<std::string_view, request_route>;
    constexpr std::array known = {
        entry{"apis", request_route::discovery},  entry{"healthz", request_route::health},
        entry{"livez", request_route::health},    entry{"readyz", request_route::health},
        entry{"metrics", request_route::metrics}, entry{"openapi", request_route::openapi},
        entry{"version", request_route::version}};
    const auto found = std::ranges::find(known, std::string_view(info.segments.front()), &entry::first);
    return found == known.end() ? request_route::other : found->second;
}

request_verb verb_of(std::string_view verb) {
    using entry = std::pair<std::string_view, request_verb>;
    constexpr std::array known = {entry{"get", request_verb::get}, entry{"head", request_verb::head},
                                  entry{"list", request_verb::list}, entry{"watch", request_verb::watch},
                                  entry{"options", request_verb::options}};
    const auto found = std::ranges::find(known, verb, &entry::first);
    return found == known.end() ? request_verb::other : found->second;
}

class counted {
public:
    explicit counted(telemetry::request_instruments& counts) : instruments_(counts) { instruments_.begin(); }

    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;

    ~counted() { instruments_.end(); }

private:
    telemetry::request_instruments& instruments_;
};

} // namespace

class request_observer::record final : public request_record {
public:
    record(const observation& how, const request& question, const std::string& audit_id) : how_(how) {
        if (how.audit != nullptr) {
            trail_.emplace(*how.audit, question, audit_id, how.wall());
        }
    }

    void asks(const request_info& what) override {
        route_ = route_of(what);
        verb_ = verb_of(what.verb);
        if (trail_) {
            trail_->asks(what);
        }
    }

    void comes_from(const kube::user_info& user) override {
        if (how_.access_log) {
            user_ = user.name;
        }
        if (trail_) {
            trail_->comes_from(user, how_.wall());
        }
    }

    void was_judged(std::optional<bool> allowed, std::string_view reason) override {
        if (trail_) {
            trail_->was_judged(allowed, reason, how_.wall());
        }
    }

    void was_answered(unsigned status) {
        if (trail_) {
            trail_->was_answered(status, how_.wall());
        }
    }

    [[nodiscard]] request_route route() const { return route_; }

    [[nodiscard]] request_verb verb() const { return verb_; }

    [[nodiscard]] const std::string& user() const { return user_; }

private:
    const observation& how_;
    std::optional<audit_trail> trail_;
    request_route route_ = request_route::other;
    request_verb verb_ = request_verb::other;
    std::string user_;
};

net::awaitable<reply> request_observer::handle(const request& question) {
    const auto began = how_.monotonic();
    const counted one(instruments_);
    std::string audit_id(given_audit_id(question));
    if (audit_id.empty() && how_.audit != nullptr) {
        audit_id = new_audit_id();
    }
    record kept(how_, question, audit_id);
    request told = question;
    told.record = &kept;
    auto answer = co_await behind_.handle(told);
    const auto took = how_.monotonic() - began;
    instruments_.observe(kept.route(), kept.verb(), answer.status, took);
    kept.was_answered(answer.status);
    if (how_.access_log) {
        const auto agent = question.fields[http::field::user_agent];
        const access seen{.from = question.from,
                          .method = question.method,
                          .path = question.path,
                          .query = question.query,
                          .agent = {agent.data(), agent.size()},
                          .user = kept.user(),
                          .audit_id = audit_id,
                          .status = answer.status,
                          .bytes = question.method == "HEAD" ? 0 : answer.body->size(),
                          .took = took};
        telemetry::log_info(access_line(seen));
    }
    if (!audit_id.empty()) {
        answer.headers.emplace_back("Audit-Id", std::move(audit_id));
    }
    co_return answer;
}

reply request_observer::refuse(unsigned status, std::string_view reason) {
    return behind_.refuse(status, reason);
}

void request_observer::saw_unreadable(const connection& from, unsigned status,
                                      std::string_view reason) const {
    if (how_.access_log) {
        telemetry::log_info(refusal_line(from, status, reason));
    }
}

} // namespace barograph::server
