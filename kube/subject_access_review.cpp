#include "kube/subject_access_review.hpp"

#include "kube/access_review.hpp"
#include "kube/answer_cache.hpp"
#include "net/single_flight.hpp"

#include <optional>
#include <string>
#include <utility>

namespace barograph::kube {

namespace {

constexpr const char* access_reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

using result = std::expected<access_decision, error>;

class review_authorizer final : public authorizer {
public:
    review_authorizer(api_client& api, access_review_options options, log_sink log, clock_source now)
        : api_(api), options_(std::move(options)), now_(std::move(now)), cache_(options_.max_entries),
          outages_(std::move(log), "authorization by SubjectAccessReview", now_),
          flights_(options_.max_in_flight, {errc::cancelled, "waiting for access reviews was cancelled"},
                   {errc::unavailable, "too many access reviews are being asked at once"}) {}

    net::awaitable<result> authorize(access_request request) override {
        const auto deadline = net::steady_clock::now() + options_.deadline;
        const auto key = access_key(request);
        const std::function<std::optional<access_decision>()> kept = [&] { return kept_answer(key); };
        const std::function<net::awaitable<result>()> asking = [&] {
            return ask(std::move(request), key, deadline);
        };
        co_return co_await flights_.run(key, kept, asking);
    }

private:
    std::optional<access_decision> kept_answer(const std::string& key) {
        auto known = cache_.find(key, now_());
        if (known) {
            known->kept = true;
        }
        return known;
    }

    net::awaitable<result> ask(access_request request, std::string key, net::time_point deadline) {
        auto body = access_review_body(request);
        if (!body) {
            co_return std::unexpected(
                error{errc::malformed, "the access review can't be written: " + body.error()});
        }
        const auto asked = now_();
        auto answer =
            co_await create_retrying(api_, access_reviews, std::move(*body), deadline, options_.retry);
        if (!answer) {
            co_return refused(std::move(answer.error()));
        }
        auto decision = parse_access_review(*answer);
        if (!decision) {
            co_return refused({errc::malformed, std::string("POST ") + access_reviews +
                                                    " at the Kubernetes API failed: " + decision.error()});
        }
        outages_.succeeded();
        const auto ttl = decision->allowed ? options_.authorized_ttl : options_.unauthorized_ttl;
        if (ttl > ttl.zero() && key.size() <= options_.max_key_bytes) {
            decision->counts_until = asked + ttl;
            cache_.keep(key, *decision, decision->counts_until);
        }
        co_return std::move(*decision);
    }

    result refused(error failure) {
        const bool lacks_role = failure.code == errc::forbidden;
        outages_.failed(failure,
                        lacks_role ? "this client may not create subjectaccessreviews.authorization.k8s.io; "
                                     "ClusterRole system:auth-delegator, bound to this client, grants it"
                                   : "");
        return std::unexpected(std::move(failure));
    }

    api_client& api_;
    access_review_options options_;
    clock_source now_;
    answer_cache<access_decision> cache_;
    outage_log outages_;
    net::single_flight<access_decision, error> flights_;
};

} // namespace

std::unique_ptr<authorizer> create_authorizer(api_client& api, access_review_options options, log_sink log,
                                              clock_source now) {
    return std::make_unique<review_authorizer>(api, std::move(options), std::move(log), std::move(now));
}

} // namespace barograph::kube
