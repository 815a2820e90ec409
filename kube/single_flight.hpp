#pragma once
#include "kube/error.hpp"
#include "kube/pause.hpp"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace barograph::kube {

/// Lets one of several who want to know the same ask, and gives the answer, be it a failure, to all of them.
/// When the one who asks is cancelled, the next one asks. Use from the io_context's thread only; must outlive
/// its calls.
template <typename Answer>
class single_flight {
public:
    using result = std::expected<Answer, error>;
    using known_answer = std::function<std::optional<Answer>()>;
    using question = std::function<net::awaitable<result>()>;

    /// `what` is asked, in the plural, for the messages; beyond `max_in_flight` questions at once the next
    /// one is errc::unavailable.
    single_flight(std::string what, std::size_t max_in_flight)
        : what_(std::move(what)), max_in_flight_(max_in_flight) {}

    /// The known answer, else that of whoever asks under the same key, else what `ask` gives. Cancellable.
    net::awaitable<result> run(std::string key, known_answer known, question ask) {
        for (;;) {
            if (auto answer = known()) {
                co_return std::move(*answer);
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
                co_return std::unexpected(error{errc::cancelled, "waiting for " + what_ + " was cancelled"});
            }
            if (joined->answer) {
                co_return *joined->answer;
            }
        }
        if (flights_.size() >= max_in_flight_) {
            co_return std::unexpected(
                error{errc::unavailable, "too many " + what_ + " are being asked at once"});
        }
        const auto own = std::make_shared<flight>(co_await net::asio::this_coro::executor);
        const landing lands_at_the_end(flights_, std::move(key), own);
        auto answer = co_await ask();
        if (answer || answer.error().code != errc::cancelled) {
            own->answer = answer;
        }
        co_return answer;
    }

private:
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

    std::string what_;
    std::size_t max_in_flight_;
    flight_map flights_;
};

} // namespace barograph::kube
