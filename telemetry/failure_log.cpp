#include "telemetry/failure_log.hpp"

#include "telemetry/log.hpp"

namespace barograph::telemetry {

void failure_log::failed(const std::string& what, const std::string& cause) {
    const auto known = causes_.find(what);
    if (known != causes_.end()) {
        if (known->second == cause) {
            return;
        }
        bytes_ -= what.size() + known->second.size();
        causes_.erase(known);
    }
    const auto size = what.size() + cause.size();
    if (causes_.size() < max_failures && bytes_ + size <= max_bytes) {
        causes_.emplace(what, cause);
        bytes_ += size;
    }
    log_error(what + ": " + cause);
}

void failure_log::works(const std::string& what) {
    const auto known = causes_.find(what);
    if (known != causes_.end()) {
        bytes_ -= what.size() + known->second.size();
        causes_.erase(known);
        log_info(what + ": works again");
    }
}

void failure_log::forget() {
    causes_.clear();
    bytes_ = 0;
}

} // namespace barograph::telemetry
