#pragma once
#include "kube/api_client.hpp"
#include "net/backoff.hpp"

#include <chrono>
#include <expected>
#include <string>

namespace barograph::kube {

struct retry_options {
    int attempts = 4; ///< in all; 1: nothing is tried again
    std::chrono::milliseconds first_wait{200};
    std::chrono::milliseconds last_wait{1000};
    net::random_source random = net::random_fraction;
};

/// Creates an object whose creation changes nothing, such as a review, and tries again when the API server
/// was not there, overloaded or failing, as client-go's webhooks do. Waits at least as long as the server
/// asks for. Gives the last failure when the attempts are used up or the next wait would pass the deadline.
/// Cancellable.
net::awaitable<std::expected<std::string, error>> create_retrying(api_client& api, std::string path,
                                                                  std::string body, net::time_point deadline,
                                                                  retry_options options);

} // namespace barograph::kube
