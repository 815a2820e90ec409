#pragma once
#include <cstddef>
#include <expected>
#include <string>
#include <vector>

/// Which external metrics HorizontalPodAutoscalers (autoscaling/v2) ask for, as text. Pure functions.
namespace barograph::kube {

/// One metric of one HPA.
struct external_metric_use {
    std::string ns;
    std::string hpa;
    std::string metric;
    std::string selector; ///< as the HPA's controller writes it into the question; empty: none
};

/// A page of a list of HPAs.
struct autoscaler_page {
    std::size_t autoscalers = 0;
    std::vector<external_metric_use> uses;
    std::string next; ///< the `continue` of the next page; empty: this is the last
};

/// Error: one sentence; the text is no HorizontalPodAutoscalerList.
std::expected<autoscaler_page, std::string> read_autoscaler_page(const std::string& json);

/// The names in an APIResourceList, without subresources. Error: one sentence; the text is no such list.
std::expected<std::vector<std::string>, std::string> read_resource_names(const std::string& json);

/// How many items an ExternalMetricValueList has. Error: one sentence; the text is no such list.
std::expected<std::size_t, std::string> count_metric_values(const std::string& json);

} // namespace barograph::kube
