#include "server/explanation_document.hpp"

#include "server/documents.hpp"
#include "server/status.hpp"
#include "server/timestamp.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

using json = nlohmann::ordered_json;

json sample_object(const metrics::explained_sample& sample) {
    auto labels = json::object();
    for (const auto& [name, text] : sample.labels) {
        labels[name] = text;
    }
    return {{"labels", std::move(labels)}, {"timestamp", rfc3339(sample.timestamp)}, {"value", sample.value}};
}

double in_seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

json memory_object(const metrics::memory_state& memory) {
    auto object = json::object();
    if (memory.values) {
        object["values"] = external_metric_value_list_object(*memory.values).at("items");
        object["ageSeconds"] = in_seconds(memory.age);
    }
    if (memory.asked_every) {
        object["askedEverySeconds"] = in_seconds(*memory.asked_every);
    }
    return object;
}

void add_text_unless_empty(json& object, const char* name, const std::string& text) {
    if (!text.empty()) {
        object[name] = text;
    }
}

} // namespace

json explanation_object(const std::string& metric, const std::string& ns, const std::string& selector,
                        const metrics::explanation& told) {
    json object{{"metric", metric}, {"namespace", ns}, {"selector", selector}};
    if (!told.rule_location.empty()) {
        object["rule"] = {{"location", told.rule_location},
                          {"seriesQuery", told.series_query},
                          {"metricsQuery", told.metrics_query}};
    }
    add_text_unless_empty(object, "series", told.series);
    add_text_unless_empty(object, "labelMatchers", told.matchers);
    add_text_unless_empty(object, "query", told.promql);
    add_text_unless_empty(object, "prometheus", told.backend);
    if (!told.promql.empty()) {
        auto& samples = object["samples"] = json::array();
        for (const auto& sample : told.samples) {
            samples.push_back(sample_object(sample));
        }
    }
    if (told.result) {
        object["values"] = external_metric_value_list_object(**told.result).at("items");
    } else {
        object["error"] = status_object(from(told.result.error()));
    }
    if (told.instead) {
        object["fallback"] = {{"what", told.instead->what},
                              {"because", told.instead->because},
                              {"ageSeconds", told.instead->age.count()}};
    }
    if (told.memory) {
        object["memory"] = memory_object(*told.memory);
    }
    return object;
}

} // namespace barograph::server
