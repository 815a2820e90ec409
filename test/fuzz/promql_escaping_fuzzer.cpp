// Whatever a selector's value and a namespace hold, the query keeps its shape: outside of strings it has the
// same characters as the query for harmless ones.
#include "rules/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

// The query with each string's content left away; aborts when a string does not end.
std::string skeleton(const std::string& promql) {
    std::string result;
    for (std::size_t i = 0; i < promql.size(); ++i) {
        result += promql[i];
        if (promql[i] != '"') {
            continue;
        }
        for (++i; i < promql.size() && promql[i] != '"'; ++i) {
            if (promql[i] == '\\') {
                ++i;
            } else if (promql[i] == '\n') {
                std::abort(); // a PromQL string ends at its line's end
            }
        }
        if (i >= promql.size()) {
            std::abort();
        }
        result += '"';
    }
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace barograph::rules;
    static const auto compiled = [] {
        rule_spec spec;
        spec.series_query = "queue_depth";
        spec.metrics_query = "sum(<<.Series>>{<<.LabelMatchers>>})";
        spec.resources.overrides = {{"namespace", {.group = "", .resource = "namespace"}}};
        return rule::compile(spec).value();
    }();
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto half = size / 2;
    const std::string value = text.substr(0, half);
    const std::string ns = text.substr(half);
    if (ns.empty()) {
        return 0;
    }
    for (const auto op : {selector_operator::equals, selector_operator::not_equals, selector_operator::in,
                          selector_operator::not_in}) {
        const selector harmless{.requirements = {{.key = "app", .op = op, .values = {"web"}}}};
        const selector hostile{.requirements = {{.key = "app", .op = op, .values = {value}}}};
        const auto expected = compiled.query({.series = "queue_depth", .ns = "shop", .labels = harmless});
        const auto query = compiled.query({.series = "queue_depth", .ns = ns, .labels = hostile});
        if (query && skeleton(*query) != skeleton(expected.value())) {
            std::abort();
        }
    }
    return 0;
}
