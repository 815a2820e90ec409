#pragma once
#include <string>
#include <string_view>

namespace barograph::metrics {

/// Why a metric has no value now. What each becomes over HTTP is the server's decision.
enum class errc {
    not_found = 1, ///< no such metric
    bad_request,   ///< the selector is malformed, or asks for what PromQL can't express
    no_sample,     ///< the query gives none, and the rule wants an error then
    not_finite,    ///< a sample is NaN, infinite or too large
    bad_value,     ///< Prometheus answered, but not with numbers at all
    unavailable,   ///< Prometheus could not be asked, or could not answer
    timed_out,     ///< no answer within the deadline
    internal,      ///< the rule can't be applied to this question
};

struct error {
    errc code{};
    std::string message;       ///< one sentence for `kubectl describe hpa`: the rule and the cause
    std::string_view shared{}; ///< a constant that names the cause, if others may fail for it, too
};

} // namespace barograph::metrics
