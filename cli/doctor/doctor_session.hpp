#pragma once
#include "cli/doctor/doctor_options.hpp"
#include "cli/doctor/doctor_report.hpp"
#include "cli/doctor/grant.hpp"
#include "kube/api_client.hpp"
#include "kube/api_service.hpp"
#include "kube/credentials.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace barograph::cli {

/// What every check of `barograph doctor` works with. Use from the io_context's thread only; must outlive the
/// checks.
struct doctor_session {
    net::executor ex;
    const doctor_options& options;
    std::unique_ptr<kube::api_client> api;                ///< null: there is no way to it, see `no_api`
    std::string no_api{};                                 ///< why, in one sentence
    std::optional<net::http_client_options> connection{}; ///< the API server's, where there is a way to it
    std::string user{};                                   ///< who asks; empty: not known

    /// Of a question that is asked now.
    [[nodiscard]] net::time_point deadline() const { return net::steady_clock::now() + options.timeout; }

    /// The ServiceAccount whose rights are looked at, as a user's name; empty: who asks.
    [[nodiscard]] std::string examined_user() const;
};

/// Finds the cluster's credentials as kubectl does: the kubeconfig that is given, or $KUBECONFIG, or
/// ~/.kube/config, or the Pod's. Nothing is asked yet; without credentials only `no_api` is set.
doctor_session open_session(net::executor ex, const doctor_options& options,
                            const kube::pod_environment& pod = kube::pod_environment::of_this_process());

/// Reads an object. Without a way to the API the error is errc::credentials. Cancellable.
net::awaitable<std::expected<std::string, kube::error>> read_object(doctor_session& session,
                                                                    std::string path);

/// Creates a review, which nothing keeps.
net::awaitable<std::expected<std::string, kube::error>> send_review(doctor_session& session, std::string path,
                                                                    std::string body);

/// The APIService of external metrics, as JSON.
net::awaitable<std::expected<std::string, kube::error>> read_api_service_object(doctor_session& session);

/// What a failed read means for a check: skipped where there is no way to the API or the right is missing,
/// which `needed` gives to who asks; else wrong.
finding unread(const doctor_session& session, std::string check, const kube::error& failure,
               const new_role& needed);

/// The right of the doctor itself to read the APIService.
new_role api_service_reader();

} // namespace barograph::cli
