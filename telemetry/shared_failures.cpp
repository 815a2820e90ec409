#include "telemetry/shared_failures.hpp"

#include "telemetry/log.hpp"

#include <utility>

namespace barograph::telemetry {

namespace {

std::size_t hash(const std::string& what) {
    return std::hash<std::string>{}(what);
}

std::string others(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " other" : " others");
}

} // namespace

void shared_failures::failed(const std::string& what, std::string_view kind, const std::string& cause) {
    auto found = outages_.find(kind);
    if (found == outages_.end()) {
        found = outages_.emplace(kind, outage{}).first;
    }
    auto& shared = found->second;
    const auto now = now_();
    shared.failed_at = now;
    const auto known = failing_.find(hash(what));
    if (known == failing_.end() || known->second != &shared) {
        leave(what);
        if (failing_.size() < max_failures) {
            failing_.emplace(hash(what), &shared);
            ++shared.left;
        }
        ++shared.untold;
        shared.latest = what + ": " + cause;
    }
    if (shared.untold > 0 && (!shared.told_at || now - *shared.told_at >= interval)) {
        tell(shared, now);
    }
}

void shared_failures::works(const std::string& what) {
    const auto known = failing_.find(hash(what));
    if (known == failing_.end()) {
        return;
    }
    auto& shared = *known->second;
    failing_.erase(known);
    --shared.left;
    ++shared.over;
    if (shared.left == 0 || now_() - shared.failed_at >= interval) {
        end(shared, what);
    }
}

void shared_failures::leave(const std::string& what) {
    const auto known = failing_.find(hash(what));
    if (known == failing_.end()) {
        return;
    }
    auto& shared = *known->second;
    failing_.erase(known);
    if (--shared.left == 0) {
        shared = {.told_at = shared.told_at};
    }
}

void shared_failures::forget() {
    failing_.clear();
    outages_.clear();
}

void shared_failures::tell(outage& shared, std::chrono::steady_clock::time_point now) {
    const auto before = shared.untold - 1;
    log_error(shared.latest + (before == 0 ? "" : "; and " + others(before) + " since the line before"));
    shared.is_told = true;
    shared.told_at = now;
    shared.untold = 0;
}

void shared_failures::end(outage& shared, const std::string& by) {
    if (shared.is_told) {
        log_info(
            by + ": works again" + (shared.over == 1 ? "" : "; so do " + others(shared.over - 1)) +
            (shared.left == 0 ? "" : "; " + others(shared.left) + " failed and are not asked for any more"));
    }
    std::erase_if(failing_, [&](const auto& each) { return each.second == &shared; });
    shared = {.told_at = shared.told_at};
}

} // namespace barograph::telemetry
