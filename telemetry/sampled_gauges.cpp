#include "telemetry/sampled_gauges.hpp"

#include <utility>

namespace barograph::telemetry {

void sampled_gauges::follow(std::string name, std::string help, source value) {
    followed_.push_back({.name = std::move(name), .help = std::move(help), .value = std::move(value)});
}

std::vector<::prometheus::MetricFamily> sampled_gauges::Collect() const {
    std::vector<::prometheus::MetricFamily> families;
    families.reserve(followed_.size());
    for (const auto& each : followed_) {
        ::prometheus::ClientMetric metric;
        metric.gauge.value = each.value();
        ::prometheus::MetricFamily family;
        family.name = each.name;
        family.help = each.help;
        family.type = ::prometheus::MetricType::Gauge;
        family.metric.push_back(std::move(metric));
        families.push_back(std::move(family));
    }
    return families;
}

} // namespace barograph::telemetry
