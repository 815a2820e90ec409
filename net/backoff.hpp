#pragma once
#include <chrono>
#include <functional>

namespace barograph::net {

/// A number in [0, 1), another one each time.
using random_source = std::function<double()>;

/// One for this thread, seeded by the system.
double random_fraction();

/// How long to wait before trying again: twice as long each time, up to a limit, and each wait shortened or
/// lengthened by up to a fifth, so that many who failed together do not come back together. A plain value.
class backoff {
public:
    backoff(std::chrono::milliseconds first, std::chrono::milliseconds last,
            random_source random = random_fraction);

    /// The next wait. `asked_for`: what the other side wants waited at the least (Retry-After); it is
    /// lengthened by up to a fifth, too, and no longer than any wait here.
    std::chrono::milliseconds next(std::chrono::milliseconds asked_for = {});

    /// It worked: the next wait is a first one.
    void reset() { wait_ = first_; }

private:
    std::chrono::milliseconds first_;
    std::chrono::milliseconds last_;
    std::chrono::milliseconds wait_;
    random_source random_;
};

} // namespace barograph::net
