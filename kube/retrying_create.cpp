#include "kube/retrying_create.hpp"

#include "kube/pause.hpp"

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

bool may_pass(errc code) {
    return code == errc::unavailable || code == errc::unreachable;
}

} // namespace

net::awaitable<std::expected<std::string, error>> create_retrying(api_client& api, std::string path,
                                                                  std::string body, net::time_point deadline,
                                                                  retry_options options) {
    net::backoff waits(options.first_wait, options.last_wait, options.random);
    for (int attempt = 1;; ++attempt) {
        auto answer = co_await api.create(path, body, deadline);
        if (answer || !may_pass(answer.error().code) || attempt >= options.attempts) {
            co_return answer;
        }
        const auto until = net::steady_clock::now() +
                           std::max<std::chrono::milliseconds>(waits.next(), answer.error().retry_after);
        if (until >= deadline) {
            co_return answer;
        }
        const bool waited = co_await pause_until(until);
        if (!waited) {
            co_return std::unexpected(error{errc::cancelled, "POST " + path + " was cancelled"});
        }
    }
}

} // namespace barograph::kube
