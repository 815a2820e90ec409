#include "telemetry/failure_log.hpp"

#include "telemetry/log.hpp"

namespace barograph::telemetry {

void failure_log::failed(const std::string& what, const std::string& cause) {
    const auto known = causes_.find(what);
    if (known != causes_.end() && known->second == cause) {
        return;
    }
    if (known != causes_.end() || causes_.size() < max_failures) {
        causes_[what] = cause;
    }
    log_error(what + ": " + cause);
}

void failure_log::works(const std::string& what) {
    if (causes_.erase(what) > 0) {
        log_info(what + ": works again");
    }
}

} // namespace barograph::telemetry
