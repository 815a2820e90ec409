#pragma once
#include "net/asio.hpp"
#include "net/backoff.hpp"
#include "prometheus/error.hpp"

#include <chrono>

namespace barograph::prometheus {

/// Whether one of several backends is worth asking, judged by what came of the calls to it. No I/O, no clock:
/// every time is given. A plain value.
///
/// A failure counts only when the backend has answered nobody since that call began: the slow query beside
/// quick ones says nothing about the backend. A call that began before the last verdict is no news either, so
/// that ten that break off at once are one failure.
class backend_health {
public:
    enum class state {
        well = 1, ///< asked in its turn
        suspect,  ///< several calls in a row failed, each perhaps by itself: asked when no other is left
        down,     ///< nothing gets through: not asked
    };

    /// Waits between attempts double between these two. While no other backend is well the longest is
    /// `longest_alone`, so that one which is back is soon found.
    static constexpr std::chrono::milliseconds first_wait{500};
    static constexpr std::chrono::milliseconds longest_wait{60'000};
    static constexpr std::chrono::milliseconds longest_alone{5'000};
    /// Who stayed well for so long waits anew from the first one.
    static constexpr std::chrono::milliseconds settled{60'000};
    /// So many calls in a row make a suspect.
    static constexpr int strikes_allowed = 3;

    explicit backend_health(net::random_source random);

    [[nodiscard]] state now() const { return state_; }

    /// Whether a backend that is not well may be tried in its turn by one call.
    [[nodiscard]] bool is_due(net::time_point at, bool alone) const;
    /// That call goes out; the next one may after a wait twice as long, whether this one has come back or
    /// not.
    void tried(net::time_point at);

    /// The backend gave an answer, be it that it refuses the question. True: it was not well before.
    bool answered(net::time_point at);
    /// The call that began at `begun` failed. True: the state is another one now.
    bool failed(const error& failure, net::time_point begun, net::time_point at);

private:
    state state_ = state::well;
    net::backoff waits_;
    std::chrono::milliseconds wait_{0};
    int strikes_ = 0;
    net::time_point answered_at_ = net::time_point::min();
    net::time_point judged_at_ = net::time_point::min();
    net::time_point well_since_ = net::time_point::min();
    net::time_point tried_at_ = net::time_point::min();
};

/// Whether the same question may fare better with another backend. What this one answered about the question
/// itself (refused, too large) the others would answer, too; and one that asks for fewer queries is not
/// answered by sending them elsewhere.
bool may_be_answered_elsewhere(errc code);

} // namespace barograph::prometheus
