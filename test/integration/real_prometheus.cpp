#include "test/integration/real_prometheus.hpp"

#include "net/basic_auth.hpp"
#include "net/http_client.hpp"
#include "test/support/run_coroutine.hpp"

#include <csignal>

namespace barograph::test {

namespace {

// TARGET is replaced.
constexpr const char* configuration = R"(
global: {scrape_interval: 200ms, scrape_timeout: 200ms}
scrape_configs:
- job_name: test
  static_configs:
  - targets: ['TARGET']
)";

// A bcrypt hash of "p w", as cheap as it gets.
constexpr const char* users = R"(
basic_auth_users: {u: '$2b$04$abcdefghijklmnopqrstuumcuqQJU7BA9HxCm9hBbueYMJp2ujtbW'}
)";

std::string configured_for(const std::string& target) {
    constexpr std::string_view placeholder = "TARGET";
    std::string text = configuration;
    return text.replace(text.find(placeholder), placeholder.size(), target);
}

} // namespace

real_prometheus::real_prometheus(const std::string& target, prometheus_access_rules access)
    : access_(std::move(access)) {
    folder_.write("prometheus.yml", configured_for(target));
    start();
    has("up{job=\"test\"} == 1");
}

void real_prometheus::kill() {
    process_->signal(SIGKILL);
    process_->wait();
    process_.reset();
}

void real_prometheus::start() {
    const auto log = folder_.path() / "prometheus.log";
    std::filesystem::remove(log);
    std::vector<std::string> command{"prometheus",
                                     "--config.file=" + (folder_.path() / "prometheus.yml").string(),
                                     "--storage.tsdb.path=" + (folder_.path() / "data").string(),
                                     "--web.listen-address=" + listen_address_, "--log.format=logfmt"};
    if (!access_.path_prefix.empty()) {
        command.push_back("--web.route-prefix=" + access_.path_prefix);
    }
    if (access_.asks_user) {
        command.push_back("--web.config.file=" + folder_.write("web.yml", users));
    }
    process_.emplace(command, log);
    listen_address_ = process_->output_after("msg=\"Listening on\" address=");
    url_ =
        "http://" + std::string(access_.asks_user ? "u:p%20w@" : "") + listen_address_ + access_.path_prefix;
    eventually("Prometheus is ready", [&] { return fetch("/-/ready").starts_with("200 "); });
}

void real_prometheus::has(const std::string& promql) const {
    eventually("Prometheus has " + promql, [&] {
        return fetch("/api/v1/query?query=" + net::percent_encode(promql)).find("\"value\":[") !=
               std::string::npos;
    });
}

// Status and body; empty when there is no answer.
std::string real_prometheus::fetch(const std::string& path) const {
    net::asio::io_context context;
    net::http_client_options options{.base = *net::parse_url(url_), .tls = nullptr};
    if (access_.asks_user) {
        options.authorization = [base = options.base]() -> std::expected<std::string, std::string> {
            return net::basic_auth(base.user, base.password);
        };
    }
    net::http_client client(context.get_executor(), std::move(options));
    net::http_request request{.method = "GET", .target = path, .content_type = {}, .body = {}};
    const auto answer = run_coroutine(
        context, client.send(std::move(request), net::steady_clock::now() + usual_limit), 2 * usual_limit);
    return answer ? std::to_string(answer->status) + " " + answer->body : "";
}

} // namespace barograph::test
