#include "kube/token_authenticator.hpp"

#include "kube/answer_cache.hpp"
#include "kube/token_hash.hpp"
#include "kube/token_review.hpp"
#include "net/single_flight.hpp"

#include <functional>
#include <utility>

namespace barograph::kube {

namespace {

constexpr const char* token_reviews = "/apis/authentication.k8s.io/v1/tokenreviews";

using owner = std::optional<user_info>;
using token_verdict = std::expected<owner, error>;

class review_authenticator final : public token_authenticator {
public:
    review_authenticator(api_client& api, token_review_options options, log_sink log, clock_source now)
        : api_(api), options_(std::move(options)), now_(std::move(now)), cache_(options_.max_entries),
          outages_(std::move(log), "authentication by TokenReview", now_),
          flights_(options_.max_in_flight, {errc::cancelled, "waiting for token reviews was cancelled"},
                   {errc::unavailable, "too many token reviews are being asked at once"}) {}

    net::awaitable<token_verdict> authenticate(std::string token) override {
        const auto deadline = net::steady_clock::now() + options_.deadline;
        const auto key = hash_(token);
        const std::function<std::optional<owner>()> kept = [&] { return cache_.find(key, now_()); };
        const std::function<net::awaitable<token_verdict>()> asking = [&] {
            return ask(std::move(token), key, deadline);
        };
        co_return co_await flights_.run(key, kept, asking);
    }

private:
    net::awaitable<token_verdict> ask(std::string token, std::string key, net::time_point deadline) {
        auto body = token_review_body(token, options_.audiences);
        if (!body) {
            // What can't be written in JSON is nobody's token: Kubernetes could not have given it out.
            co_return owner{};
        }
        const auto asked = now_();
        auto answer =
            co_await create_retrying(api_, token_reviews, std::move(*body), deadline, options_.retry);
        if (!answer) {
            co_return refused(std::move(answer.error()));
        }
        auto found = parse_token_review(*answer, options_.audiences);
        if (!found) {
            co_return refused({errc::malformed, std::string("POST ") + token_reviews +
                                                    " at the Kubernetes API failed: " + found.error()});
        }
        outages_.succeeded();
        if (options_.ttl > options_.ttl.zero()) {
            cache_.keep(key, *found, asked + options_.ttl);
        }
        co_return std::move(*found);
    }

    token_verdict refused(error failure) {
        const bool lacks_role = failure.code == errc::forbidden;
        outages_.failed(failure, lacks_role
                                     ? "this client may not create tokenreviews.authentication.k8s.io; "
                                       "ClusterRole system:auth-delegator, bound to this client, "
                                       "grants it"
                                     : "");
        return std::unexpected(std::move(failure));
    }

    api_client& api_;
    token_review_options options_;
    clock_source now_;
    token_hash hash_;
    answer_cache<owner> cache_;
    outage_log outages_;
    net::single_flight<owner, error> flights_;
};

} // namespace

std::unique_ptr<token_authenticator> create_token_authenticator(api_client& api, token_review_options options,
                                                                log_sink log, clock_source now) {
    return std::make_unique<review_authenticator>(api, std::move(options), std::move(log), std::move(now));
}

} // namespace barograph::kube
