#pragma once
#include "cli/doctor/doctor_session.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace barograph::test {

/// A Kubernetes API that answers as told, and a session of the doctor with it.
struct examined_cluster {
    examined_cluster() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        session.connection = kube::connection_options(credentials).value();
        session.api = kube::create_api_client(context.get_executor(), credentials).value();
        session.user = "admin";
    }

    /// Runs a check.
    cli::findings make(net::awaitable<cli::findings> (*check)(cli::doctor_session&)) {
        return run_coroutine(context, check(session));
    }

    void answer(const std::string& path, const nlohmann::json& object) {
        server.when(path, scripted_answer::json(object.dump()));
    }

    void refuse(const std::string& path, unsigned status) {
        const nlohmann::json object = {{"kind", "Status"}, {"message", "no, for a reason"}};
        server.when(path, scripted_answer::reply(status, object.dump()));
    }

    /// What every path must be read for, and who may do what.
    static constexpr const char* api_service_path =
        "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io";

    net::asio::io_context context;
    scripted_server server{context.get_executor()};
    cli::doctor_options options;
    cli::doctor_session session{.ex = context.get_executor(), .options = options, .api = nullptr};
};

/// As `level check: message; repair: …`, for comparing.
inline std::string line_of(const cli::finding& one) {
    using cli::finding_level;
    const std::string level = one.level == finding_level::ok        ? "ok "
                              : one.level == finding_level::skipped ? "skipped "
                              : one.level == finding_level::warning ? "warning "
                                                                    : "wrong ";
    return level + one.check + ": " + one.message + (one.repair.empty() ? "" : "; repair: " + one.repair);
}

inline std::vector<std::string> lines_of(const cli::findings& all) {
    std::vector<std::string> lines;
    for (const auto& one : all) {
        lines.push_back(line_of(one));
    }
    return lines;
}

} // namespace barograph::test
