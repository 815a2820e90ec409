#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

/// What a rule's author wants to be told where no truthful value can be: an extension of prometheus-adapter's
/// rules. Plain values.
namespace barograph::rules {

/// What takes the place of a value that there is not.
struct substitute {
    enum class kind {
        error = 1, ///< nothing: an error that says why
        hold,      ///< the last good answer, while it is not older than `hold`; then an error
        value,     ///< `milli`; for on_non_finite, in the place of that sample alone
        drop,      ///< the sample is left out as if it had not been sent; for on_non_finite only
    };

    kind what = kind::error;
    std::chrono::milliseconds hold{0};
    std::int64_t milli = 0; ///< in thousandths

    bool operator==(const substitute&) const = default;
};

/// The fallbacks of one rule. The defaults never tell a number that nobody asked for.
struct fallback_policy {
    std::optional<substitute> on_empty; ///< the query gives no sample; unset: an empty list
    substitute on_failure;              ///< Prometheus can't be asked, or gives no usable answer
    substitute on_non_finite;           ///< a sample is NaN, infinite or too large

    /// Whether a last good answer may ever be wanted.
    [[nodiscard]] bool holds() const {
        constexpr auto hold = substitute::kind::hold;
        return (on_empty && on_empty->what == hold) || on_failure.what == hold || on_non_finite.what == hold;
    }

    bool operator==(const fallback_policy&) const = default;
};

} // namespace barograph::rules
