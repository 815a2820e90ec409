#pragma once
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <string>
#include <vector>

namespace barograph::telemetry {

/// Gauges whose value is read when it is asked for, because whoever knows it keeps count anyway. Not
/// thread-safe: follow them before the first scrape, on the thread that scrapes.
class sampled_gauges final : public ::prometheus::Collectable {
public:
    using source = std::function<double()>;

    /// Asks `value` whenever it is asked itself; so what `value` refers to must outlive the last scrape.
    void follow(std::string name, std::string help, source value);

    [[nodiscard]] std::vector<::prometheus::MetricFamily> Collect() const override;

private:
    struct followed {
        std::string name;
        std::string help;
        source value;
    };

    std::vector<followed> followed_;
};

} // namespace barograph::telemetry
