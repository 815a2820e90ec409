#pragma once
#include "kube/api_client.hpp"
#include "kube/log_sink.hpp"
#include "kube/outage_log.hpp"
#include "kube/retrying_create.hpp"
#include "kube/user.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace barograph::kube {

/// Says whose a bearer token is. Use from the io_context's thread only; must outlive its calls.
class token_authenticator {
public:
    token_authenticator() = default;
    token_authenticator(const token_authenticator&) = delete;
    token_authenticator& operator=(const token_authenticator&) = delete;
    virtual ~token_authenticator() = default;

    /// The token's user; nothing when it is nobody's. Error: it could not be asked. Cancellable.
    virtual net::awaitable<std::expected<std::optional<user_info>, error>>
    authenticate(std::string token) = 0;
};

struct token_review_options {
    std::vector<std::string> audiences{}; ///< one of them must be the token's; empty: the API server's own
    /// How long an answer counts, be it a user or nobody, from when it was asked for; zero: each is asked
    /// anew.
    std::chrono::milliseconds ttl{std::chrono::seconds(10)};
    std::size_t max_entries = 4096;  ///< answers kept
    std::size_t max_in_flight = 256; ///< questions asked at a time; one more is errc::unavailable
    std::chrono::milliseconds deadline{std::chrono::seconds(10)}; ///< of one authenticate()
    retry_options retry{};
};

/// Asks the Kubernetes API by TokenReview. One token is asked once, however many show it at a time. Kept
/// answers are found by a keyed hash, so that this process' memory holds no token beyond its question. `api`
/// must outlive it.
std::unique_ptr<token_authenticator> create_token_authenticator(api_client& api,
                                                                token_review_options options = {},
                                                                log_sink log = {},
                                                                clock_source now = net::steady_clock::now);

} // namespace barograph::kube
