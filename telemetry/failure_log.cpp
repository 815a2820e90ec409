#include "telemetry/failure_log.hpp"

#include "telemetry/log.hpp"

namespace barograph::telemetry {

void failure_log::failed(const std::string& what, const std::string& cause, std::string_view shared) {
    if (!shared.empty()) {
        erase(what);
        shared_.failed(what, shared, cause);
        return;
    }
    shared_.leave(what);
    const auto known = causes_.find(what);
    if (known != causes_.end() && known->second == cause) {
        return;
    }
    erase(what);
    const auto size = what.size() + cause.size();
    if (causes_.size() < max_failures && bytes_ + size <= max_bytes) {
        causes_.emplace(what, cause);
        bytes_ += size;
    }
    log_error(what + ": " + cause);
}

void failure_log::works(const std::string& what) {
    shared_.works(what);
    if (causes_.contains(what)) {
        erase(what);
        log_info(what + ": works again");
    }
}

void failure_log::forget() {
    shared_.forget();
    causes_.clear();
    bytes_ = 0;
}

void failure_log::erase(const std::string& what) {
    const auto known = causes_.find(what);
    if (known != causes_.end()) {
        bytes_ -= what.size() + known->second.size();
        causes_.erase(known);
    }
}

} // namespace barograph::telemetry
