#include "server/yaml_text.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <string>

namespace yaml_text_test {

using barograph::server::to_yaml_text;
using json = nlohmann::ordered_json;

TEST_CASE("an object is written in YAML's block style, its members sorted, as Go's servers do") {
    const json object{{"kind", "List"},
                      {"apiVersion", "external.metrics.k8s.io/v1beta1"},
                      {"metadata", json::object()},
                      {"items", {{{"value", "5"}, {"metricName", "job:queue:depth"}, {"time", nullptr}}}},
                      {"none", json::array()},
                      {"code", 404},
                      {"namespaced", true}};
    CHECK(to_yaml_text(object) == "apiVersion: external.metrics.k8s.io/v1beta1\n"
                                  "code: 404\n"
                                  "items:\n"
                                  "  - metricName: job:queue:depth\n"
                                  "    time: null\n"
                                  "    value: \"5\"\n"
                                  "kind: List\n"
                                  "metadata: {}\n"
                                  "namespaced: true\n"
                                  "none: []\n");
}

TEST_CASE("text stays text, whatever it looks like") {
    const std::string text =
        GENERATE(as<std::string>{}, "5", "250m", "1e3", "0x1F", "010", ".inf", "~", "", "yes", "No", "y", "n",
                 "on", "OFF", "true", "False", "null", "Null", "2023-11-14T22:13:21Z", "12:30:45",
                 "*.external.metrics.k8s.io", "a: b", "a:", ": a", "a #b", "- a", "-", " a", "a ", "a\nb",
                 "a\tb", "'", "\"", "\\", "{}", "[]", "a, b", "&a", "!a", "|", ">", "@a", "`a", "%a", "a<b",
                 "é", "\xE2\x80\xA8", "\x07", "=", "<<", "---");
    INFO(text);
    const auto yaml = to_yaml_text(json{{"value", text}, {text, "name"}});
    INFO(yaml);
    const auto read = YAML::Load(yaml);
    CHECK(read["value"].as<std::string>() == text);
    CHECK(read[text].as<std::string>() == "name");
    // A tag is `!` where a scalar was quoted; what is not quoted must be no other type in YAML 1.1 either.
    CHECK((read["value"].Tag() == "!" || yaml.find("value: " + text + "\n") != std::string::npos));
}

TEST_CASE("what other readers take for another type is quoted") {
    const std::string text =
        GENERATE(as<std::string>{}, "5", "1e3", "0x1F", ".inf", "~", "", "yes", "No", "y", "n", "on", "OFF",
                 "true", "null", "2023-11-14", "12:30:45", "=", "<<");
    CHECK(to_yaml_text(json{{"value", text}}) == "value: \"" + text + "\"\n");
}

TEST_CASE("bytes that are no UTF-8 are replaced") {
    CHECK(to_yaml_text(json{{"value", "a\xff"}}) == "value: \"a\xEF\xBF\xBD\"\n");
}

} // namespace yaml_text_test
