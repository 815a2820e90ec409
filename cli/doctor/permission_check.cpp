#include "cli/doctor/permission_check.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/check/name_list.hpp"
#include "cli/doctor/needed_rights.hpp"
#include "kube/access_review.hpp"

#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* permission = "permission";
constexpr std::size_t reviews_at_a_time = 4;

using judgement = std::expected<bool, kube::error>;

// Who is asked about, and by which kind of review.
struct examined {
    std::string user;  ///< empty: who asks, whose name is not known
    bool self = false; ///< who asks
};

class rights_examination {
public:
    rights_examination(doctor_session& session, examined who, std::vector<needed_right> rights)
        : session_(session), who_(std::move(who)), rights_(std::move(rights)) {
        for (std::size_t right = 0; right < rights_.size(); ++right) {
            for (const auto& verb : rights_[right].verbs) {
                questions_.push_back({.right = right, .verb = verb});
            }
        }
    }

    net::awaitable<findings> run() {
        co_await in_parallel(session_.ex, questions_.size(), reviews_at_a_time,
                             [this](std::size_t index) { return ask(questions_[index]); });
        co_return conclude();
    }

private:
    struct question {
        std::size_t right;
        std::string verb;
        judgement allowed{false};
    };

    net::awaitable<> ask(question& one) {
        auto request = rights_[one.right].asked;
        request.verb = one.verb;
        request.user = user_with_groups(who_.user);
        auto body = who_.self ? kube::self_access_review_body(request) : kube::access_review_body(request);
        if (!body) {
            one.allowed = std::unexpected(kube::error{kube::errc::malformed, body.error()});
            co_return;
        }
        std::string path = who_.self ? "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
                                     : "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        const auto answer = co_await send_review(session_, std::move(path), std::move(*body));
        if (!answer) {
            one.allowed = std::unexpected(answer.error());
            co_return;
        }
        const auto decision =
            who_.self ? kube::parse_self_access_review(*answer) : kube::parse_access_review(*answer);
        one.allowed = decision
                          ? judgement(decision->allowed)
                          : judgement(std::unexpected(kube::error{kube::errc::malformed, decision.error()}));
    }

    // Who may not ask about others is told once, not for each right.
    findings conclude() const {
        for (const auto& one : questions_) {
            if (!one.allowed && (one.allowed.error().code == kube::errc::forbidden ||
                                 one.allowed.error().code == kube::errc::credentials)) {
                return {cannot_ask(one.allowed.error())};
            }
        }
        findings found;
        for (std::size_t right = 0; right < rights_.size(); ++right) {
            found.push_back(judge(right));
        }
        return found;
    }

    [[nodiscard]] finding cannot_ask(const kube::error& failure) const {
        if (failure.code == kube::errc::credentials) {
            return skipped(permission, "there is no way to the Kubernetes API");
        }
        return skipped(
            permission, "what " + name() + " may do can't be asked: " + failure.message,
            bind_command(
                {.binding = "barograph-doctor-asks-who-may", .role = "system:auth-delegator", .ns = {}},
                session_.user));
    }

    [[nodiscard]] finding judge(std::size_t index) const {
        const auto& right = rights_[index];
        std::vector<std::string> missing;
        for (const auto& one : questions_) {
            if (one.right == index && !one.allowed) {
                return wrong(permission,
                             "whether " + name() + " may " + one.verb + " " + right.what +
                                 " is not known: " + one.allowed.error().message,
                             "kubectl auth can-i --list");
            }
            if (one.right == index && !*one.allowed) {
                missing.push_back(one.verb);
            }
        }
        constexpr std::size_t all = 16;
        if (!missing.empty()) {
            return {permission, right.is_vital ? finding_level::wrong : finding_level::warning,
                    name() + " may not " + shortened(missing, all) + " " + right.what + ": " +
                        right.consequence,
                    right.grant};
        }
        return fine(permission, name() + " may " + shortened(right.verbs, all) + " " + right.what);
    }

    [[nodiscard]] std::string name() const { return who_.user.empty() ? "who asks" : who_.user; }

    doctor_session& session_;
    examined who_;
    std::vector<needed_right> rights_;
    std::vector<question> questions_;
};

} // namespace

net::awaitable<findings> check_server_rights(doctor_session& session) {
    const auto user = session.examined_user();
    examined who{.user = user, .self = user == session.user};
    auto rights = server_rights(user);
    rights_examination examination(session, std::move(who), std::move(rights));
    co_return co_await examination.run();
}

net::awaitable<findings> check_autoscaler_rights(doctor_session& session) {
    examined who{.user = autoscaler_user, .self = session.user == autoscaler_user};
    auto rights = autoscaler_rights();
    rights_examination examination(session, std::move(who), std::move(rights));
    co_return co_await examination.run();
}

} // namespace barograph::cli
