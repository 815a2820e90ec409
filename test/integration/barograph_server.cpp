#include "test/integration/barograph_server.hpp"

#include "test/support/run_coroutine.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <stdexcept>

namespace barograph::test {

namespace {

constexpr std::chrono::seconds longest_answer{20};

std::vector<std::string> command(const temporary_folder& folder, const std::string& rules,
                                 const std::string& prometheus_url, const std::vector<std::string>& flags) {
    // Flags alone mean `serve`, as with prometheus-adapter.
    std::vector<std::string> words{
        program(), "--standalone", "--secure-port=0", "--config=" + folder.write("rules.yaml", rules),
        "--cert-dir=" + (folder.path() / "certificates").string(), "--prometheus-url=" + prometheus_url,
        "--metrics-relist-interval=200ms", "--metrics-max-age=1m", "--prometheus-timeout=2s",
        // Each ask is a query, so that a test sees what it has just changed.
        "--max-staleness=0s"};
    words.insert(words.end(), flags.begin(), flags.end());
    return words;
}

api_answer answer_of(const net::http_result& result) {
    if (!result) {
        return {.status = 0, .body = {{"message", result.error().message}}};
    }
    return {.status = result->status,
            .body = nlohmann::json::parse(result->body, nullptr, false),
            .text = result->body};
}

} // namespace

std::string program() {
    return BAROGRAPH_PROGRAM;
}

std::string api_answer::sentence() const {
    return std::to_string(status) + " " + (body.is_object() ? body.value("message", "") : "");
}

std::vector<std::string> api_answer::values() const {
    std::vector<std::string> result;
    for (const auto& item : body.at("items")) {
        result.push_back(item.at("value"));
    }
    return result;
}

std::vector<std::string> api_answer::labels(const std::string& name) const {
    std::vector<std::string> result;
    for (const auto& item : body.at("items")) {
        result.push_back(item.at("metricLabels").value(name, ""));
    }
    std::ranges::sort(result);
    return result;
}

std::string metric_path(const std::string& name, const std::string& selector, const std::string& ns) {
    return api + "/namespaces/" + ns + "/" + name +
           (selector.empty() ? "" : "?labelSelector=" + net::percent_encode(selector));
}

barograph_server::barograph_server(const std::string& rules, const std::string& prometheus_url,
                                   const std::vector<std::string>& flags)
    : process_(command(folder_, rules, prometheus_url, flags), folder_.path() / "log") {
    const auto url = net::parse_url(process_.output_after("serving on "));
    if (!url) {
        throw std::runtime_error("no URL in the log: " + url.error());
    }
    port_ = url->port;
    net::tls_client_options trust{
        .ca = {.file = (folder_.path() / "certificates" / "apiserver.crt").string(), .text = {}}};
    auto tls = net::tls_client::create(std::move(trust));
    if (!tls) {
        throw std::runtime_error(tls.error());
    }
    net::http_client_options options{.base = *url, .tls = std::make_shared<net::tls_client>(std::move(*tls))};
    client_ = std::make_unique<net::http_client>(context_.get_executor(), std::move(options));
    eventually("barograph is ready", [&] { return get("/readyz").status == 200; });
}

net::awaitable<> barograph_server::ask(std::string path) {
    net::http_request request{.method = "GET", .target = std::move(path), .content_type = {}, .body = {}};
    begun_ = co_await client_->send(std::move(request), net::steady_clock::now() + longest_answer);
}

api_answer barograph_server::get(const std::string& path) {
    begin(path);
    return answer();
}

api_answer barograph_server::metric(const std::string& name, const std::string& selector,
                                    const std::string& ns) {
    return get(metric_path(name, selector, ns));
}

std::vector<std::string> barograph_server::list() {
    std::vector<std::string> names;
    const auto listed = get(api);
    for (const auto& resource : listed.body.at("resources")) {
        names.push_back(resource.at("name"));
    }
    return names;
}

void barograph_server::begin(const std::string& path) {
    begun_.reset();
    net::asio::co_spawn(context_, ask(path), [](const std::exception_ptr& error) {
        if (error) {
            std::rethrow_exception(error);
        }
    });
    context_.restart();
    context_.poll();
}

api_answer barograph_server::answer() {
    run_until(context_, [&] { return begun_.has_value(); }, 2 * longest_answer);
    return answer_of(*begun_);
}

} // namespace barograph::test
