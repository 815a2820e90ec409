#include "cli/check/prometheus_session.hpp"

#include <utility>

namespace barograph::cli {

namespace {

constexpr std::size_t patience = 3;

bool is_about_the_question(prometheus::errc code) {
    using prometheus::errc;
    return code == errc::rejected || code == errc::too_large || code == errc::partial;
}

} // namespace

prometheus_session::prometheus_session(net::executor ex, prometheus::api& api,
                                       prometheus_session_options options)
    : executor_(ex), api_(api), options_(std::move(options)) {}

net::time_point prometheus_session::deadline() const {
    return net::steady_clock::now() + options_.timeout;
}

std::chrono::sys_seconds prometheus_session::oldest_sample() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() - options_.max_age);
}

void prometheus_session::failed(const prometheus::error& failure) {
    if (is_about_the_question(failure.code)) {
        answered();
    } else if (failure.code == prometheus::errc::unreachable) {
        end(failure.message);
    } else if (++silent_in_a_row_ == patience) {
        end(failure.message + " (" + std::to_string(patience) + " times in a row)");
    }
}

void prometheus_session::end(const std::string& why) {
    if (!ended_) {
        ended_ = why;
    }
}

void prometheus_session::tell(std::string_view what, std::size_t done, std::size_t total) const {
    if (options_.progress) {
        options_.progress(what, done, total);
    }
}

} // namespace barograph::cli
