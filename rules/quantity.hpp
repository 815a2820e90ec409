#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

/// From the decimal text of a Prometheus sample to the decimal text of a Kubernetes `resource.Quantity`, in
/// thousandths.
namespace barograph::rules {

enum class quantity_error {
    not_a_number = 1, ///< no number, or not as Prometheus writes one
    not_finite,       ///< NaN or an infinity
    too_large,        ///< beyond what a Quantity can hold in thousandths, about ±9.2e15
};

/// The sample `text` ("1.005", "1e+06", "+Inf", "NaN") in thousandths, cut toward zero. Exact up to 2^53
/// thousandths (about 9e12), so 1.005 is 1005. Above that a float64, as Prometheus has it, cannot tell
/// thousandths apart any more, and the nearest one to the product is taken, as prometheus-adapter does.
[[nodiscard]] std::expected<std::int64_t, quantity_error> parse_milli(std::string_view text);

/// A Kubernetes quantity as people write it (`10`, `1.5`, `500m`, `2k`, `1Gi`, `1e3`) in thousandths, cut
/// toward zero.
[[nodiscard]] std::expected<std::int64_t, quantity_error> parse_quantity(std::string_view text);

/// The canonical form (DecimalSI) of `milli` thousandths: 5, 250m, 1500m, 100k, 1P.
[[nodiscard]] std::string format_quantity(std::int64_t milli);

} // namespace barograph::rules
