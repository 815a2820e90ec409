#include "config/load.hpp"
#include "rules/selector.hpp"
#include "test/support/catch.hpp"
#include "test/support/fenced_blocks.hpp"
#include "test/support/source_folder.hpp"
#include "test/unit/config/loading.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

namespace rules_page_test {

// docs/rules.md, on which
// - ```yaml is a file of rules: without a further word it loads and there is nothing to say about it; `notes`
//   and `warned` load and `wrong` does not, and what `barograph check` says is in the ```text that follows;
// - ```promql metric=M series=S namespace=N selector=TEXT is the query that the file above makes for that
//   question; `refused` before it: why it makes none;
// - ```names are lines `series => metric`, by the only rule of the file above; nothing behind the arrow:
// none;
// - ```template are lines `template => text`, as a metricsQuery comes out.

namespace {

using namespace barograph;
using test::fenced_block;

constexpr const char* page = "docs/rules.md";

std::vector<fenced_block> blocks() {
    return test::fenced_blocks(page);
}

std::string as_check_says(const std::vector<config::problem>& problems) {
    std::string lines;
    for (const auto& problem : problems) {
        const auto* const level = problem.level == config::severity::error     ? "error"
                                  : problem.level == config::severity::warning ? "warning"
                                                                               : "note";
        lines += config::place_of(problem) + ": " + level + ": " + problem.message + "\n";
    }
    return lines;
}

/// Calls `look` with each block of a language and the last file that stands above it.
void for_each(const std::string& language,
              const std::function<void(const fenced_block&, const config::configuration&)>& look) {
    std::size_t seen = 0;
    std::string file;
    for (const auto& block : blocks()) {
        if (block.language == "yaml") {
            file = block.info == "wrong" ? "" : block.content;
        }
        if (block.language == language) {
            ++seen;
            INFO(page << ":" << block.line);
            look(block, test::loaded(file));
        }
    }
    CHECK(seen > 0);
}

/// The words `key=value` of an info string; the last one, `selector`, takes the rest of the line.
std::string value_of(const std::string& info, const std::string& key) {
    const auto at = (" " + info).find(" " + key + "=");
    if (at == std::string::npos) {
        return "";
    }
    const auto value = info.substr(at + key.size() + 1);
    return key == "selector" ? value : value.substr(0, value.find(' '));
}

std::string answer(const config::configuration& file, const std::string& info) {
    const auto metric = value_of(info, "metric");
    auto series = value_of(info, "series");
    const auto ns = value_of(info, "namespace");
    const auto rule = std::ranges::find_if(file.external_rules, [&](const rules::rule& one) {
        return series.empty() ? one.only_name() == metric
                              : one.keeps(series) && one.metric_name(series) == metric;
    });
    REQUIRE(rule != file.external_rules.end());
    if (series.empty()) {
        series = rule->only_series().value_or("");
    }
    const auto selector = rules::parse_selector(value_of(info, "selector"));
    REQUIRE(selector.has_value());
    const auto made = rule->query({.series = series, .ns = ns, .labels = *selector});
    CHECK(made.has_value() == !info.starts_with("refused"));
    return (made ? *made : made.error().message) + "\n";
}

/// Splits `left => right`.
std::pair<std::string, std::string> sides(const std::string& line) {
    constexpr std::string_view arrow = " =>";
    const auto at = line.find(arrow);
    REQUIRE(at != std::string::npos);
    const auto right = line.substr(at + arrow.size());
    return {line.substr(0, at), right.empty() ? "" : right.substr(1)};
}

} // namespace

TEST_CASE("each file of rules on the page is accepted, or refused, in the words that the page shows") {
    const auto all = blocks();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& block = all[i];
        INFO(page << ":" << block.line);
        if (block.language != "yaml") {
            CHECK((block.language == "sh" || block.language == "promql" || block.language == "names" ||
                   block.language == "template" || (block.language == "text" && !all[i - 1].info.empty())));
            continue;
        }
        const auto result = config::parse("rules.yaml", block.content);
        CHECK(result.has_value() == (block.info != "wrong"));
        const auto said = as_check_says(result ? result->warnings : result.error());
        if (block.info.empty()) {
            CHECK(said.empty());
            continue;
        }
        CHECK((block.info == "wrong" || block.info == "warned" || block.info == "notes"));
        REQUIRE(i + 1 < all.size());
        CHECK(all[i + 1].language == "text");
        CHECK(all[i + 1].content == said);
        CHECK_FALSE(said.empty());
    }
}

TEST_CASE("the rule that the README begins with is one that there is nothing to say about") {
    std::size_t seen = 0;
    for (const auto& block : test::fenced_blocks("README.md")) {
        if (block.language == "yaml") {
            ++seen;
            CHECK(test::warnings_of(block.content).empty());
        }
    }
    CHECK(seen == 1);
}

TEST_CASE("each query on the page is the one that the rule above it makes") {
    for_each("promql", [](const fenced_block& block, const config::configuration& file) {
        CHECK(block.content == answer(file, block.info));
    });
}

TEST_CASE("each name on the page is the one that the rule above it gives") {
    for_each("names", [](const fenced_block& block, const config::configuration& file) {
        REQUIRE(file.external_rules.size() == 1);
        const auto& rule = file.external_rules.front();
        std::istringstream lines(block.content);
        for (std::string line; std::getline(lines, line);) {
            const auto [series, metric] = sides(line);
            INFO(series);
            CHECK(rule.keeps(series) == !metric.empty());
            if (rule.keeps(series)) {
                CHECK(rule.metric_name(series) == metric);
            }
        }
    });
}

TEST_CASE("each template on the page comes out as the page says") {
    for_each("template", [](const fenced_block& block, const config::configuration&) {
        std::istringstream lines(block.content);
        for (std::string line; std::getline(lines, line);) {
            const auto [text, result] = sides(line);
            INFO(text);
            rules::rule_spec spec;
            spec.series_query = "queue_depth";
            spec.metrics_query = text;
            const auto rule = rules::rule::compile(spec);
            REQUIRE(rule.has_value());
            const auto selector = rules::parse_selector("queue=mail");
            CHECK(rule->query({.series = "queue_depth", .ns = "shop", .labels = *selector}) == result);
        }
    });
}

TEST_CASE("the page names every field that a file of rules can have") {
    std::ifstream file(test::source_folder() / page);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    // The loader lists the fields that it knows when it meets one that it does not.
    for (const auto* const unknown :
         {"x: 1", "externalRules: [{x: 1}]", "externalRules: [{seriesFilters: [{x: 1}]}]",
          "externalRules: [{name: {x: 1}}]", "externalRules: [{resources: {x: 1}}]",
          "externalRules: [{resources: {overrides: {a: {x: 1}}}}]", "resourceRules: {x: 1}",
          "resourceRules: {cpu: {x: 1}}"}) {
        const auto refusal = test::refusal_of(unknown);
        const std::string begin = "(expected one of ";
        const auto at = refusal.find(begin);
        INFO(refusal);
        REQUIRE(at != std::string::npos);
        std::istringstream fields(
            refusal.substr(at + begin.size(), refusal.find(')', at) - at - begin.size()));
        for (std::string field; fields >> field;) {
            field.erase(std::remove(field.begin(), field.end(), ','), field.end());
            INFO(field);
            CHECK(text.find('`' + field + '`') != std::string::npos);
        }
    }
}

} // namespace rules_page_test
