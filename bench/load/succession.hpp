#pragma once
#include <cstddef>
#include <cstdint>

namespace barograph::bench {

/// Which target an asker asks for, when some targets end each period and others come in their place, as
/// autoscalers are deleted and created. Half of the targets are in use at a time then; the other half are
/// their successors, who are succeeded by them in turn. Immutable, so thread-safe.
class succession {
public:
    /// `replaced`: how many targets each period; 0: none ever, and all of them are in use.
    succession(std::size_t targets, std::size_t replaced)
        : replaced_(targets < 2 ? 0 : replaced), in_use_(replaced_ == 0 ? targets : targets / 2) {}

    [[nodiscard]] std::size_t target(std::size_t asker, std::uint64_t period) const {
        const std::size_t place = asker % in_use_;
        const auto generation = (period * replaced_ + place) / in_use_;
        return replaced_ > 0 && generation % 2 == 1 ? place + in_use_ : place;
    }

private:
    std::size_t replaced_;
    std::size_t in_use_;
};

} // namespace barograph::bench
