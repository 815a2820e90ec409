#include "prometheus/backend_health.hpp"

#include <algorithm>
#include <utility>

namespace barograph::prometheus {

backend_health::backend_health(net::random_source random)
    : waits_(first_wait, longest_wait, std::move(random)) {}

bool backend_health::is_due(net::time_point at, bool alone) const {
    return at >= tried_at_ + (alone ? std::min(wait_, longest_alone) : wait_);
}

void backend_health::tried(net::time_point at) {
    tried_at_ = at;
    wait_ = waits_.next();
}

bool backend_health::answered(net::time_point at) {
    answered_at_ = at;
    strikes_ = 0;
    if (state_ == state::well) {
        return false;
    }
    state_ = state::well;
    well_since_ = at;
    return true;
}

bool backend_health::failed(const error& failure, net::time_point begun, net::time_point at) {
    const bool is_old = begun < answered_at_ || (state_ != state::well && begun <= judged_at_);
    if (is_old) {
        return false;
    }
    if (state_ == state::well) {
        if (!failure.concerns_all && ++strikes_ < strikes_allowed) {
            return false;
        }
        if (well_since_ != net::time_point::min() && at - well_since_ >= settled) {
            waits_.reset();
        }
        tried(at);
    }
    judged_at_ = at;
    const auto verdict = failure.concerns_all ? state::down : state::suspect;
    return std::exchange(state_, verdict) != verdict;
}

bool may_be_answered_elsewhere(errc code) {
    switch (code) {
    case errc::unreachable:
    case errc::timed_out:
    case errc::unavailable:
    case errc::malformed:
    case errc::partial:
        return true;
    case errc::rejected:
    case errc::limited:
    case errc::too_large:
    case errc::cancelled:
        break;
    }
    return false;
}

} // namespace barograph::prometheus
