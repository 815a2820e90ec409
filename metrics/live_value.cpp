#include "metrics/live_value.hpp"

#include <utility>

namespace barograph::metrics {

std::shared_ptr<const answer> live_value::recall(net::time_point now) {
    std::shared_ptr<const answer> kept;
    {
        const std::scoped_lock locked(lock_);
        if (!answer_ || now >= answer_->usable_until || !answer_->result) {
            return nullptr;
        }
        pattern_.asked(now);
        kept = answer_;
    }
    counts_.answered(telemetry::value_source::memory, now - kept->queried);
    return kept;
}

std::shared_ptr<const answer> live_value::peek(net::time_point now) const {
    const std::scoped_lock locked(lock_);
    return answer_ && now < answer_->usable_until ? answer_ : nullptr;
}

void live_value::asked(net::time_point when) {
    const std::scoped_lock locked(lock_);
    pattern_.asked(when);
}

void live_value::put(std::shared_ptr<const answer> newest) {
    // The one before is let go outside of the lock.
    const std::scoped_lock locked(lock_);
    answer_.swap(newest);
}

void live_value::clear() {
    put(nullptr);
}

ask_pattern live_value::pattern() const {
    const std::scoped_lock locked(lock_);
    return pattern_;
}

} // namespace barograph::metrics
