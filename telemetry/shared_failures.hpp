#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace barograph::telemetry {

/// Failures that may all have one root, such as a backend that is out. Of each kind the first is logged with
/// its cause; of those that begin after it how many, with the latest, once an interval; and their end, once.
/// An outage that begins within an interval of the line before and is over by then is not logged. Not
/// thread-safe.
class shared_failures {
public:
    using clock = std::function<std::chrono::steady_clock::time_point()>;

    static constexpr std::chrono::minutes interval{1};
    /// Of more at once it is not remembered which they are: each time they fail they count anew.
    static constexpr std::size_t max_failures = 200'000;

    explicit shared_failures(clock now) : now_(std::move(now)) {}

    /// `what` fails because of `cause`. `kind`: what it has in common with others.
    void failed(const std::string& what, std::string_view kind, const std::string& cause);
    /// `what` works. All are over when the last of them works, or when none has failed for an interval: what
    /// is not asked for any more never works again.
    void works(const std::string& what);
    /// `what` fails for a cause of its own now.
    void leave(const std::string& what);
    /// Nothing fails any more, because what did is not done any more.
    void forget();

private:
    struct outage {
        std::size_t left = 0;   ///< failures that are not over
        std::size_t over = 0;   ///< and those that are, since it began
        std::size_t untold = 0; ///< failures that no line has counted
        std::string latest;     ///< of those that began, with its cause
        bool is_told = false;
        std::chrono::steady_clock::time_point failed_at{};
        std::optional<std::chrono::steady_clock::time_point> told_at{}; ///< also of the outage before
    };

    static void tell(outage& shared, std::chrono::steady_clock::time_point now);
    void end(outage& shared, const std::string& by);

    clock now_;
    std::map<std::string, outage, std::less<>> outages_; ///< by kind
    std::unordered_map<std::size_t, outage*> failing_; ///< by the hash of what fails, whose text may be long
};

} // namespace barograph::telemetry
