#pragma once
#include "telemetry/shared_failures.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace barograph::telemetry {

/// Logs each failure once: when it begins, when its cause changes, and when it is over; those that may have
/// one cause, together. Not thread-safe.
class failure_log {
public:
    /// At most this many failures are remembered at once; further ones are logged each time they happen.
    static constexpr std::size_t max_failures = 10'000;
    /// The same for their text: what fails may be named by a client, at length.
    static constexpr std::size_t max_bytes = std::size_t{8} << 20U;

    explicit failure_log(shared_failures::clock now = std::chrono::steady_clock::now)
        : shared_(std::move(now)) {}

    /// `what` (for example a rule) fails because of `cause`. `shared`: what names the cause if others may
    /// fail for it, too, such as a backend that is out; they are told as shared_failures does.
    void failed(const std::string& what, const std::string& cause, std::string_view shared = {});
    /// `what` works.
    void works(const std::string& what);

    /// Nothing fails any more, because what did is not done any more.
    void forget();

private:
    void erase(const std::string& what);

    shared_failures shared_;
    std::map<std::string, std::string> causes_;
    std::size_t bytes_ = 0; ///< of what causes_ holds
};

} // namespace barograph::telemetry
