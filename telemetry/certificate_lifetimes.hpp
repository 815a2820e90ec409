#pragma once
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace barograph::telemetry {

/// `barograph_certificate_validity_left{certificate,unit="days"}`: how long certificates are still valid, as
/// of the moment in which it is asked for. Days are no base unit, in which a metric's name would have to be;
/// so the unit is a label, and for alerts there are timestamps. Not thread-safe.
class certificate_lifetimes final : public ::prometheus::Collectable {
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;
    /// When a certificate expires, or the first of several; nothing while there is none.
    using source = std::function<std::optional<std::chrono::system_clock::time_point>()>;

    explicit certificate_lifetimes(clock now = std::chrono::system_clock::now) : now_(std::move(now)) {}

    /// Asks `expires` whenever it is asked itself.
    void follow(std::string certificate, source expires);

    [[nodiscard]] std::vector<::prometheus::MetricFamily> Collect() const override;

private:
    struct followed {
        std::string name;
        source expires;
    };

    clock now_;
    std::vector<followed> followed_;
};

} // namespace barograph::telemetry
