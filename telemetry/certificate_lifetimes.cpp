#include "telemetry/certificate_lifetimes.hpp"

#include <utility>

namespace barograph::telemetry {

void certificate_lifetimes::follow(std::string certificate, source expires) {
    followed_.push_back({.name = std::move(certificate), .expires = std::move(expires)});
}

std::vector<::prometheus::MetricFamily> certificate_lifetimes::Collect() const {
    using days = std::chrono::duration<double, std::chrono::days::period>;
    ::prometheus::MetricFamily family;
    family.name = "barograph_certificate_validity_left";
    family.help = "Days until a certificate, or the first of several, expires, at the time of this scrape; "
                  "negative once it has.";
    family.type = ::prometheus::MetricType::Gauge;
    const auto now = now_();
    for (const auto& each : followed_) {
        if (const auto expires = each.expires()) {
            ::prometheus::ClientMetric metric;
            metric.label = {{"certificate", each.name}, {"unit", "days"}};
            metric.gauge.value = days(*expires - now).count();
            family.metric.push_back(std::move(metric));
        }
    }
    return family.metric.empty() ? std::vector<::prometheus::MetricFamily>{} : std::vector{std::move(family)};
}

} // namespace barograph::telemetry
