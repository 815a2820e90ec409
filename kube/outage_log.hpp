#pragma once
#include "kube/error.hpp"
#include "kube/log_sink.hpp"
#include "net/asio.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace barograph::kube {

/// Monotonic time, settable in tests.
using clock_source = std::function<net::time_point()>;

/// Tells an operator that something began to fail and that it works again, instead of every single failure: a
/// failure of the same kind is told once per outage, and at most once a minute while the thing comes and
/// goes. Not thread-safe.
class outage_log {
public:
    /// `what`: the subject of the sentence, for instance "authorization".
    outage_log(log_sink sink, std::string what, clock_source now);

    /// `consequence` ends the sentence; may be empty. Cancellation is not told.
    void failed(const error& failure, const std::string& consequence);
    void succeeded();

private:
    log_sink sink_;
    std::string what_;
    clock_source now_;
    std::optional<errc> failing_;
    bool told_ = false;
    std::map<errc, net::time_point> last_told_;
};

} // namespace barograph::kube
