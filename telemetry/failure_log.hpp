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
    /// The same for their text: what fails may be named by a client, at length.
    static constexpr std::size_t max_bytes = std::size_t{8} << 20U;

    /// `what` (for example a rule) fails because of `cause`.
    void failed(const std::string& what, const std::string& cause);
    /// `what` works.
    void works(const std::string& what);

    /// Nothing fails any more, because what did is not done any more.
    void forget();

private:
    std::map<std::string, std::string> causes_;
    std::size_t bytes_ = 0; ///< of what causes_ holds
};

} // namespace barograph::telemetry
