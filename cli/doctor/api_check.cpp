#include "cli/doctor/api_check.hpp"

#include "kube/self_subject_review.hpp"

#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* api_check_name = "kubernetes-api";

bool is_out_of_reach(kube::errc code) {
    return code == kube::errc::unreachable || code == kube::errc::unauthorized ||
           code == kube::errc::credentials;
}

} // namespace

net::awaitable<findings> check_api(doctor_session& session) {
    std::string path = kube::self_subject_review_path;
    auto body = kube::self_subject_review_body();
    const auto answer = co_await send_review(session, std::move(path), std::move(body));
    findings found;
    if (answer) {
        session.user = kube::parse_self_subject_review(*answer).value_or("");
    } else if (is_out_of_reach(answer.error().code)) {
        found.push_back(wrong(api_check_name, answer.error().message,
                              "kubectl cluster-info  # or barograph doctor --kubeconfig FILE"));
        session.api.reset();
        session.connection.reset();
        session.no_api = answer.error().message;
        co_return found;
    } else if (answer.error().status == 0) {
        found.push_back(wrong(api_check_name, answer.error().message, "kubectl cluster-info"));
        co_return found;
    }
    const auto where = session.connection ? session.connection->base.redacted() : std::string("it");
    found.push_back(fine(api_check_name,
                         where + " answers" +
                             (session.user.empty() ? std::string(", and does not tell whom it takes this for")
                                                   : ", and takes this for " + session.user)));
    co_return found;
}

} // namespace barograph::cli
