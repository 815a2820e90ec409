#pragma once
#include "net/asio.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace barograph::net {

/// Lets one of several who want to know the same ask, and gives the answer, be it a failure, to all of them.
/// When the one who asks is cancelled, the next one asks. Use from the io_context's thread only; must outlive
/// its calls.
///
/// `Error` has a member `code` of the type of `cancelled.code`.
template <typename Answer, typename Error>
class single_flight {
public:
    using result = std::expected<Answer, Error>;
    using known_answer = std::function<std::optional<Answer>()>;
    using question = std::function<awaitable<result>()>;

    /// `cancelled` is told to who is cancelled while another asks, and its code says which failures of the
    /// one who asks are that one's alone; `full` to whoever comes beyond `max_in_flight` questions at once.
    single_flight(std::size_t max_in_flight, Error cancelled, Error full)
        : max_in_flight_(max_in_flight), cancelled_(std::move(cancelled)), full_(std::move(full)) {}

    /// The known answer, else that of whoever asks under the same key, else what `ask` gives. Cancellable.
    awaitable<result> run(std::string key, known_answer known, question ask) {
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
                asio::redirect_error(asio::use_awaitable_t<executor>{}, woken));
            if (!joined->over) {
                co_return std::unexpected(cancelled_);
            }
            if (joined->answer) {
                co_return *joined->answer;
            }
        }
        if (flights_.size() >= max_in_flight_) {
            co_return std::unexpected(full_);
        }
        const auto own = std::make_shared<flight>(co_await asio::this_coro::executor);
        const landing lands_at_the_end(flights_, std::move(key), own);
        auto answer = co_await ask();
        if (answer || answer.error().code != cancelled_.code) {
            own->answer = answer;
        }
        co_return answer;
    }

private:
    // A question that is being asked. Without an answer once it has landed, whoever asked it was cancelled.
    struct flight {
        explicit flight(executor ex) : landed(ex, time_point::max()) {}

        asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, executor>
            landed; ///< never expires: cancelled when the flight is over
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

    std::size_t max_in_flight_;
    Error cancelled_;
    Error full_;
    flight_map flights_;
};

} // namespace barograph::net
