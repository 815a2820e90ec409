#include "cli/doctor/clock_check.hpp"

#include "cli/prometheus_connection.hpp"
#include "net/http_date.hpp"

#include <utility>

namespace barograph::cli {

namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr const char* clock_check_name = "clock";
constexpr milliseconds worth_a_warning = std::chrono::seconds(2);
constexpr milliseconds too_far = std::chrono::seconds(30);

std::string in_seconds(milliseconds time) {
    const auto tenths = std::to_string(time.count() / 100);
    return (tenths.size() == 1 ? "0" : tenths.substr(0, tenths.size() - 1)) + "." + tenths.back() + " s";
}

finding judge_clock(const std::string& whose, milliseconds ahead) {
    const auto apart = ahead < milliseconds{0} ? -ahead : ahead;
    if (apart <= worth_a_warning) {
        return fine(clock_check_name, "the clock of " + whose + " agrees with this one");
    }
    return {clock_check_name, apart > too_far ? finding_level::wrong : finding_level::warning,
            "the clock of " + whose + " is " + in_seconds(apart) +
                (ahead > milliseconds{0} ? " ahead of this one" : " behind this one"),
            "chronyc makestep  # on the machine whose clock is wrong; chronyc tracking tells"};
}

net::awaitable<finding> ask_for_date(const doctor_session& session, net::http_client_options connection,
                                     std::string path, std::string whose) {
    net::http_client client(session.ex, std::move(connection));
    net::http_request request;
    request.target = std::move(path);
    const auto before = system_clock::now();
    const auto answer = co_await client.send(std::move(request), session.deadline());
    const auto after = system_clock::now();
    if (!answer) {
        co_return skipped(clock_check_name,
                          "the clock of " + whose + " is not known: " + answer.error().message);
    }
    const auto date = net::parse_http_date(answer->date);
    if (!date) {
        co_return skipped(clock_check_name, whose + " does not tell its time");
    }
    co_return judge_clock(whose, clock_difference(*date, before, after));
}

} // namespace

milliseconds clock_difference(std::chrono::sys_seconds date, system_clock::time_point before,
                              system_clock::time_point after) {
    using std::chrono::duration_cast;
    // It was told at some point between both, when it was `date` or up to a second later there.
    const auto least = duration_cast<milliseconds>(date - after);
    const auto most = duration_cast<milliseconds>(date + std::chrono::seconds(1) - before);
    if (least > milliseconds{0}) {
        return least;
    }
    return most < milliseconds{0} ? most : milliseconds{0};
}

net::awaitable<findings> check_clocks(doctor_session& session) {
    findings found;
    if (session.connection) {
        auto connection = *session.connection;
        std::string path = "/version";
        std::string whose = "kube-apiserver";
        found.push_back(
            co_await ask_for_date(session, std::move(connection), std::move(path), std::move(whose)));
    } else {
        found.push_back(skipped(clock_check_name, "there is no way to the Kubernetes API"));
    }
    if (!session.options.asks_prometheus()) {
        co_return found;
    }
    if (const auto connections = prometheus_connections(session.options)) {
        for (auto to : *connections) {
            std::string path = "/api/v1/status/buildinfo";
            std::string whose = connections->size() == 1 ? "Prometheus" : "Prometheus " + to.base.redacted();
            found.push_back(co_await ask_for_date(session, std::move(to), std::move(path), std::move(whose)));
        }
    }
    co_return found;
}

} // namespace barograph::cli
