#include "kube/subject_access_review.hpp"

#include "kube/access_review.hpp"
#include "kube/decision_cache.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace barograph::kube {

namespace {

constexpr const char* reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

using result = std::expected<access_decision, error>;
using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

// A question that is being asked. Without an answer once it has landed, whoever asked it was cancelled.
struct flight {
    explicit flight(net::executor ex) : landed(ex, net::time_point::max()) {}

    timer landed; ///< never expires: cancelled when the flight is over
    bool over = false;
    std::optional<result> answer;
};

using flight_map = std::unordered_map<std::string, std::shared_ptr<flight>>;

// Ends a flight however its coroutine ends.
class landing {
public:
    landing(flight_map& flights, std::string key, std::shared_ptr<flight> own)
        : flights_(flights), key_(std::move(key)), own_(std::move(own)) {
        flights_.emplace(key_, own_);
    }

    landing(const landing&) = delete;
    landing& operator=(const landing&) = delete;

    ~landing() {
        flights_.erase(key_);
        own_->over = true;
        own_->landed.cancel();
    }

private:
    flight_map& flights_;
    std::string key_;
    std::shared_ptr<flight> own_;
};

class review_authorizer final : public authorizer {
public:
    review_authorizer(api_client& api, access_review_options options, log_sink log, clock_source now)
        : api_(api), options_(options), now_(std::move(now)), cache_(options.max_entries),
          outages_(std::move(log), "authorization by SubjectAccessReview", now_) {}

    net::awaitable<result> authorize(access_request request) override {
        const auto deadline = net::steady_clock::now() + options_.deadline;
        const auto key = access_key(request);
        for (;;) {
            if (auto known = cache_.find(key, now_())) {
                co_return std::move(*known);
            }
            const auto under_way = flights_.find(key);
            if (under_way == flights_.end()) {
                break;
            }
            const auto joined = under_way->second;
            boost::system::error_code woken;
            co_await joined->landed.async_wait(
                net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
            if (!joined->over) {
                co_return std::unexpected(error{errc::cancelled, "the access review was cancelled"});
            }
            if (joined->answer) {
                co_return *joined->answer;
            }
        }
        if (flights_.size() >= options_.max_in_flight) {
            co_return std::unexpected(
                error{errc::unavailable, "too many access reviews are being asked at once"});
        }
        const auto own = std::make_shared<flight>(co_await net::asio::this_coro::executor);
        const landing lands_at_the_end(flights_, key, own);
        auto answer = co_await ask(std::move(request), key, deadline);
        if (answer || answer.error().code != errc::cancelled) {
            own->answer = answer;
        }
        co_return answer;
    }

private:
    net::awaitable<result> ask(access_request request, std::string key, net::time_point deadline) {
        auto body = access_review_body(request);
        if (!body) {
            co_return std::unexpected(
                error{errc::malformed, "the access review can't be written: " + body.error()});
        }
        const auto asked = now_();
        auto answer = co_await api_.create(reviews, std::move(*body), deadline);
        if (!answer) {
            co_return refused(std::move(answer.error()));
        }
        auto decision = parse_access_review(*answer);
        if (!decision) {
            co_return refused({errc::malformed, std::string("POST ") + reviews +
                                                    " at the Kubernetes API failed: " + decision.error()});
        }
        outages_.succeeded();
        const auto ttl = decision->allowed ? options_.authorized_ttl : options_.unauthorized_ttl;
        if (ttl > ttl.zero() && key.size() <= options_.max_key_bytes) {
            cache_.keep(key, *decision, asked + ttl);
        }
        co_return std::move(*decision);
    }

    result refused(error failure) {
        const bool lacks_role = failure.code == errc::forbidden;
        outages_.failed(
            failure, lacks_role ? "ClusterRole system:auth-delegator, bound to this client, grants it" : "");
        return std::unexpected(std::move(failure));
    }

    api_client& api_;
    access_review_options options_;
    clock_source now_;
    decision_cache cache_;
    outage_log outages_;
    flight_map flights_;
};

} // namespace

std::unique_ptr<authorizer> create_authorizer(api_client& api, access_review_options options, log_sink log,
                                              clock_source now) {
    return std::make_unique<review_authorizer>(api, options, std::move(log), std::move(now));
}

} // namespace barograph::kube
