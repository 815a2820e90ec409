#pragma once
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace barograph::metrics {

/// The series names one rule found, each remembered for a while after it went missing: a source that
/// restarts, or is scraped more seldom than series are listed, must not make a metric vanish. Pure: the time
/// is told, not asked for.
class known_series {
public:
    using time = std::chrono::steady_clock::time_point;

    /// What a listing found at `now`. A name is forgotten by the first listing that comes more than `max_age`
    /// after the first that lacked it: counted from there, and not from when it was last seen, or listings
    /// that are `max_age` apart would forget it at once.
    void seen(const std::vector<std::string>& names, time now, std::chrono::nanoseconds max_age);

    /// The names known, those missing for longest first, else by name: so that the last of them is the best
    /// to use.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    /// When each name was first missed; time::max() while it is there.
    std::map<std::string, time> missing_since_;
};

} // namespace barograph::metrics
