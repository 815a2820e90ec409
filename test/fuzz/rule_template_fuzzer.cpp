// Any text as a rule's metricsQuery and resource template: compiling ends, and what compiles gives a query or
// an error, within bounds of time and memory.
#include "rules/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace barograph::rules;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto half = text.find('\0');
    rule_spec spec;
    spec.series_query = "queue_depth";
    spec.metrics_query = text.substr(0, half);
    spec.resources.template_text = half == std::string::npos ? "<<.Resource>>" : text.substr(half + 1);
    const auto compiled = rule::compile(spec);
    if (!compiled) {
        return 0;
    }
    const auto labels = parse_selector("app=web,tier in (a,b.c),!canary");
    if (!labels) {
        std::abort();
    }
    const auto query = compiled->query({.series = "queue_depth", .ns = "shop", .labels = *labels});
    if (!query && query.error().message.empty()) {
        std::abort();
    }
    return 0;
}
