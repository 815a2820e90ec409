#pragma once
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <string>
#include <vector>

namespace barograph::telemetry {

/// The process_* metrics that Prometheus' client libraries agree on, read from /proc when they are asked for.
/// What can't be read is left out. Thread-safe.
class process_metrics final : public ::prometheus::Collectable {
public:
    explicit process_metrics(std::string proc = "/proc") : proc_(std::move(proc)) {}

    [[nodiscard]] std::vector<::prometheus::MetricFamily> Collect() const override;

private:
    std::string proc_;
};

} // namespace barograph::telemetry
