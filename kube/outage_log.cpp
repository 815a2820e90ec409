#include "kube/outage_log.hpp"

#include <utility>

namespace barograph::kube {

namespace {

constexpr std::chrono::minutes quiet_period{1};

} // namespace

outage_log::outage_log(log_sink sink, std::string what, clock_source now)
    : sink_(std::move(sink)), what_(std::move(what)), now_(std::move(now)) {}

void outage_log::failed(const error& failure, const std::string& consequence) {
    if (failure.code == errc::cancelled || failing_ == failure.code) {
        return;
    }
    failing_ = failure.code;
    const auto now = now_();
    const auto last = last_told_.find(failure.code);
    if (last != last_told_.end() && now - last->second < quiet_period) {
        return;
    }
    last_told_[failure.code] = now;
    told_ = true;
    if (sink_.warning) {
        sink_.warning(what_ + " fails: " + failure.message + (consequence.empty() ? "" : "; " + consequence));
    }
}

void outage_log::succeeded() {
    if (told_ && sink_.info) {
        sink_.info(what_ + " works again");
    }
    failing_.reset();
    told_ = false;
}

} // namespace barograph::kube
