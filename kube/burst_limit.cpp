#include "kube/burst_limit.hpp"

#include <algorithm>

namespace barograph::kube {

net::time_point burst_limit::next(net::time_point now) const {
    return latest_.size() < most_ ? now : std::max(now, latest_.front() + window_);
}

void burst_limit::count(net::time_point now) {
    latest_.push_back(now);
    if (latest_.size() > most_) {
        latest_.pop_front();
    }
}

} // namespace barograph::kube
