#pragma once
#include "net/asio.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace barograph::metrics {

/// How many queries may be under way at once, and who is next: of the rules that wait each in turn, and in a
/// rule whoever came first. So one rule with very many queries holds up no other for longer than a turn.
/// Use from the io_context's thread only; must outlive its slots and calls.
class query_slots {
public:
    query_slots(net::executor ex, std::size_t at_once) : executor_(ex), at_once_(at_once), free_(at_once) {}

    query_slots(const query_slots&) = delete;
    query_slots& operator=(const query_slots&) = delete;

    /// The right to one query, given back when it is destroyed.
    class slot {
    public:
        explicit slot(query_slots& from) : from_(&from) {}

        slot(slot&& other) noexcept : from_(std::exchange(other.from_, nullptr)) {}

        slot& operator=(slot&& other) noexcept {
            std::swap(from_, other.from_);
            return *this;
        }

        ~slot() {
            if (from_ != nullptr) {
                from_->give_back();
            }
        }

    private:
        query_slots* from_;
    };

    /// Waits for its turn; nothing when that does not come before the deadline. Cancellable.
    net::awaitable<std::optional<slot>> take(std::string rule, net::time_point deadline);

    [[nodiscard]] std::size_t waiting() const { return waiting_; }

    [[nodiscard]] std::size_t taken() const { return at_once_ - free_; }

    /// Whether so many queries are under way that there had better be fewer.
    [[nodiscard]] bool are_scarce() const { return 2 * taken() > at_once_; }

private:
    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    struct waiter {
        explicit waiter(net::executor ex, net::time_point deadline) : turn(ex, deadline) {}

        timer turn; ///< cancelled when it is
        bool granted = false;
        bool gone = false; ///< waits no more
    };

    struct queue {
        std::string rule;
        std::deque<std::shared_ptr<waiter>> waiters;
    };

    void give_back();
    [[nodiscard]] std::shared_ptr<waiter> next();

    net::executor executor_;
    std::size_t at_once_;
    std::size_t free_;
    std::size_t waiting_ = 0;
    std::list<queue> turns_; ///< of rules with waiters, the next one first
    std::unordered_map<std::string, std::list<queue>::iterator> queues_;
};

} // namespace barograph::metrics
