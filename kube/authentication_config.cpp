#include "kube/authentication_config.hpp"

#include "kube/certificate_verifier.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

constexpr const char* path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
constexpr const char* name = "ConfigMap kube-system/extension-apiserver-authentication";

using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

std::string summary(const request_header_config& config) {
    std::string names;
    for (const auto& allowed : config.allowed_names) {
        names += (names.empty() ? "" : ", ") + allowed;
    }
    const auto ca = certificate_verifier::create(config.client_ca_pem);
    const auto count = ca ? ca->size() : 0;
    return std::to_string(count) + (count == 1 ? " CA certificate" : " CA certificates") + ", " +
           (names.empty() ? "any name" : "named " + names);
}

} // namespace

authentication_config::authentication_config(api_client& api, log_sink log,
                                             authentication_config_options options, clock_source now)
    : api_(api), log_(std::move(log)), options_(options),
      outages_(log_, std::string("reading ") + name, std::move(now)),
      problem_(std::string(name) + " was not read yet") {}

net::awaitable<std::expected<void, error>> authentication_config::refresh() {
    auto answer = co_await api_.get(path, net::steady_clock::now() + options_.deadline);
    auto taken =
        answer ? take(*answer) : std::expected<void, error>(std::unexpected(std::move(answer.error())));
    if (taken) {
        problem_.reset();
        outages_.succeeded();
    } else {
        report(taken.error());
    }
    co_return taken;
}

net::awaitable<> authentication_config::run() {
    timer pause(co_await net::asio::this_coro::executor);
    auto retry = options_.first_retry;
    for (;;) {
        const auto read = co_await refresh();
        if (read) {
            retry = options_.first_retry;
            pause.expires_after(options_.refresh_interval);
        } else {
            pause.expires_after(retry);
            retry = std::min(retry * 2, options_.last_retry);
        }
        co_await pause.async_wait(net::asio::use_awaitable_t<net::executor>{});
    }
}

std::shared_ptr<const request_header_config> authentication_config::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::expected<void, error> authentication_config::take(const std::string& json) {
    auto config = parse_authentication_configmap(json);
    if (!config) {
        return std::unexpected(error{errc::malformed, std::string(name) + " is unusable: " + config.error()});
    }
    const auto before = current();
    if (before && before->same_as(*config)) {
        return {};
    }
    config->version = before ? before->version + 1 : 1;
    if (log_.info) {
        log_.info(std::string("front proxies are authenticated by ") + name + ": " + summary(*config));
    }
    auto next = std::make_shared<const request_header_config>(std::move(*config));
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
    return {};
}

void authentication_config::report(const error& failure) {
    problem_ = failure.message;
    std::string consequence = current() ? "what was read last stays in force"
                                        : "until it is read, nobody counts as the front proxy";
    if (failure.code == errc::forbidden) {
        consequence += "; Role extension-apiserver-authentication-reader in kube-system, bound to this "
                       "client, grants it";
    }
    outages_.failed(failure, consequence);
}

} // namespace barograph::kube
