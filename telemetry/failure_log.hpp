#pragma once
#include <cstddef>
#include <map>
#include <string>

namespace barograph::telemetry {

/// Logs each failure once: when it begins, when its cause changes, and when it is over. Not thread-safe.
class failure_log {
public:
    /// At most this many failures are remembered at once; further ones are logged each time they happen.
    static constexpr std::size_t max_failures = 10'000;

    /// `what` (for example a rule) fails because of `cause`.
    void failed(const std::string& what, const std::string& cause);
    /// `what` works.
    void works(const std::string& what);

    /// Nothing fails any more, because what did is not done any more.
    void forget() { causes_.clear(); }

private:
    std::map<std::string, std::string> causes_;
};

} // namespace barograph::telemetry
