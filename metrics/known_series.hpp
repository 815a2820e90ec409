#pragma once
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace barograph::metrics {

/// The series names one rule found, each remembered for a while after it was last seen: a source that
/// restarts, or is scraped more seldom than series are listed, must not make a metric vanish. Pure: the time
/// is told, not asked for.
class known_series {
public:
    using time = std::chrono::steady_clock::time_point;

    /// What a listing found at `now`; names last seen more than `max_age` before are forgotten.
    void seen(const std::vector<std::string>& names, time now, std::chrono::nanoseconds max_age);

    /// The names known, those seen longest ago first, else by name: so that the last of them is the best to
    /// use.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::map<std::string, time> last_seen_;
};

} // namespace barograph::metrics
