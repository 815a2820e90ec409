#include "cli/query/query_report.hpp"

#include "config/printable.hpp"
#include "rules/quantity.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>

namespace barograph::cli {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t name_column = 14;

std::string text_of(const json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? config::printable(found->get<std::string>()) : "";
}

void add_line(std::string& report, std::string name, const std::string& text) {
    if (text.empty()) {
        return;
    }
    name.resize(name_column, ' ');
    report += name + text + "\n";
}

std::string labels_text(const json& labels) {
    std::string text;
    for (const auto& [name, value] : labels.items()) {
        text += (text.empty() ? "" : ", ") + config::printable(name) + "=" +
                config::in_quotes(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return "{" + text + "}";
}

std::string question_text(const json& explanation) {
    auto text = text_of(explanation, "metric") + " in namespace " + text_of(explanation, "namespace");
    const auto selector = text_of(explanation, "selector");
    return selector.empty() ? text : text + ", selector " + selector;
}

void add_way(std::string& report, const json& explanation, bool each_step) {
    const auto rule = explanation.value("rule", json::object());
    add_line(report, "rule", text_of(rule, "location"));
    if (each_step) {
        add_line(report, "  seriesQuery", text_of(rule, "seriesQuery"));
        add_line(report, "  series", text_of(explanation, "series"));
        add_line(report, "  matchers", text_of(explanation, "labelMatchers"));
        add_line(report, "  template", text_of(rule, "metricsQuery"));
    }
    add_line(report, "query", text_of(explanation, "query"));
    if (each_step) {
        add_line(report, "asked of", text_of(explanation, "prometheus"));
    }
}

void add_samples(std::string& report, const json& explanation) {
    if (!explanation.contains("samples")) {
        return;
    }
    std::string name = "samples";
    for (const auto& sample : explanation["samples"]) {
        add_line(report, name,
                 labels_text(sample.value("labels", json::object())) + " " + text_of(sample, "value") +
                     " at " + text_of(sample, "timestamp"));
        name.clear();
    }
    if (explanation["samples"].empty()) {
        add_line(report, name, "none");
    }
}

// The sum, as the HPA adds it up; none where a value can't be read or the sum has no room.
std::optional<std::int64_t> usage_of(const json& explanation) {
    std::int64_t sum = 0;
    for (const auto& value : explanation.at("values")) {
        const auto milli = rules::parse_quantity(text_of(value, "value"));
        if (!milli || __builtin_add_overflow(sum, *milli, &sum)) {
            return std::nullopt;
        }
    }
    return sum;
}

bool has_values(const json& explanation) {
    return explanation.contains("values") && explanation["values"].is_array() &&
           !explanation["values"].empty();
}

std::string sum_text(const json& explanation) {
    const auto usage = usage_of(explanation);
    return usage ? rules::format_quantity(*usage) : "a sum that is too large";
}

std::string value_text(const json& explanation) {
    if (!has_values(explanation)) {
        return "none: the query gives no sample; an HPA then says \"no metrics returned\" and keeps its "
               "replicas";
    }
    const auto sum = sum_text(explanation);
    const auto count = explanation["values"].size();
    return count == 1 ? sum : sum + " (" + std::to_string(count) + " values, which the HPA adds up)";
}

std::string fallback_text(const json& explanation) {
    const auto fallback = explanation.find("fallback");
    if (fallback == explanation.end()) {
        return "";
    }
    const auto what = text_of(*fallback, "what");
    const auto age = fallback->value("ageSeconds", std::int64_t{0});
    std::string done = "a fixed value of the rule takes the place of what there is not";
    if (what == "hold") {
        done = "the last good value, of " + std::to_string(age) + " s ago, is held";
    } else if (what == "drop") {
        done = "what is no finite number was dropped";
    }
    return done + ", because: " + text_of(*fallback, "because");
}

std::string seconds_text(const json& object, const char* member) {
    return fmt::format("{:.1f} s", object.value(member, 0.0));
}

std::string memory_text(const json& explanation) {
    const auto memory = explanation.find("memory");
    if (memory == explanation.end()) {
        return "";
    }
    std::string text = "nothing at the moment";
    if (memory->contains("values")) {
        text = (has_values(*memory) ? sum_text(*memory) : "no value") + ", from a query " +
               seconds_text(*memory, "ageSeconds") + " ago";
    }
    if (memory->contains("askedEverySeconds")) {
        text += "; asked for every " + seconds_text(*memory, "askedEverySeconds");
    }
    return text;
}

std::string hpa_text(const json& hpa) {
    if (!hpa.is_object()) {
        return "";
    }
    const bool is_average = hpa.contains("targetAverageValue");
    auto text = std::to_string(hpa.at("desiredReplicas").get<std::int64_t>()) + " wanted at a usage of " +
                text_of(hpa, "usage") + ", a target of " +
                text_of(hpa, is_average ? "targetAverageValue" : "targetValue") +
                (is_average ? " for each Pod" : " for all Pods together") + " and " +
                std::to_string(hpa.at("currentReplicas").get<std::int64_t>()) + " replicas now";
    if (hpa.at("withinTolerance").get<bool>()) {
        text += "; so near the target that nothing changes";
    }
    return text + " (before minReplicas, maxReplicas, behavior and other metrics)";
}

} // namespace

json hpa_object(const query_options& options, const json& explanation) {
    if (!options.target || !has_values(explanation)) {
        return nullptr;
    }
    const auto usage = usage_of(explanation);
    if (!usage) {
        return nullptr;
    }
    const auto wish = rules::desired_replicas(*options.target, static_cast<double>(*usage),
                                              options.current_replicas, options.tolerance);
    const bool is_average = options.target->what == rules::hpa_target::kind::average_value;
    json object{
        {"usage", rules::format_quantity(*usage)},
        {is_average ? "targetAverageValue" : "targetValue", rules::format_quantity(options.target->milli)},
        {"currentReplicas", options.current_replicas},
        {"desiredReplicas", wish.replicas},
        {"withinTolerance", wish.within_tolerance}};
    object["usageRatio"] = std::isfinite(wish.usage_ratio) ? json(wish.usage_ratio) : json(nullptr);
    return object;
}

std::string query_report(const query_options& options, const json& explanation, const json& hpa) {
    std::string report;
    add_line(report, "metric", question_text(explanation));
    add_way(report, explanation, options.explain);
    add_samples(report, explanation);
    add_line(report, "fallback", fallback_text(explanation));
    if (explanation.contains("error")) {
        const auto& error = explanation["error"];
        add_line(report, "error",
                 error.value("code", json(0)).dump() + " " + text_of(error, "reason") + ": " +
                     text_of(error, "message") + "; an HPA keeps its replicas");
    } else {
        add_line(report, "value", value_text(explanation));
    }
    add_line(report, "memory", memory_text(explanation));
    add_line(report, "replicas", hpa_text(hpa));
    return report;
}

} // namespace barograph::cli
