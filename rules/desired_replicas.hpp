#pragma once
#include <cstdint>

/// What a HorizontalPodAutoscaler makes of an external metric. Follows Kubernetes' replica calculator for
/// metrics of type External. Pure.
namespace barograph::rules {

/// The target of an HPA's metric.
struct hpa_target {
    enum class kind {
        value = 1,     ///< `type: Value`: for all Pods together
        average_value, ///< `type: AverageValue`: for each Pod
    };

    kind what = kind::average_value;
    std::int64_t milli = 0; ///< in thousandths; positive
};

struct replica_wish {
    std::int64_t replicas = 0;
    double usage_ratio = 0;        ///< usage over target; infinite where there are no replicas yet
    bool within_tolerance = false; ///< so near the target that nothing changes
};

/// How near to the target an HPA leaves the replicas as they are, unless the cluster is configured otherwise.
inline constexpr double default_tolerance = 0.1;

/// The replicas that the metric alone asks for: before minReplicas, maxReplicas, `behavior` and other
/// metrics. `usage_milli` is the sum of all values of the metric, in thousandths.
[[nodiscard]] replica_wish desired_replicas(hpa_target target, double usage_milli,
                                            std::int64_t current_replicas,
                                            double tolerance = default_tolerance);

} // namespace barograph::rules
