#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace barograph::bench {

/// Which target an asker asks for, when some targets end each period and others come in their place, as
/// autoscalers are deleted and created. The last targets are spare: they take the place of the first ones,
/// one after the other, until all of them are in use, and then give it back. Immutable, so thread-safe.
class succession {
public:
    /// `replaced`: how many targets each period; without it, or without spare ones, all are in use, always.
    /// No more than half of them can be spare.
    succession(std::size_t targets, std::size_t spare, std::size_t replaced)
        : spare_(replaced == 0 ? 0 : std::min(spare, targets / 2)), in_use_(targets - spare_),
          replaced_(replaced) {}

    [[nodiscard]] std::size_t target(std::size_t asker, std::uint64_t period) const {
        const std::size_t place = asker % in_use_;
        if (place >= spare_) {
            return place;
        }
        const auto generation = (period * replaced_ + place) / spare_;
        return generation % 2 == 1 ? place + in_use_ : place;
    }

private:
    std::size_t spare_;
    std::size_t in_use_;
    std::size_t replaced_;
};

} // namespace barograph::bench
