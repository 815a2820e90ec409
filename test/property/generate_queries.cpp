// Makes queries through the same code as the server, from random selectors and namespaces that try to break
// out of theirs, and writes each with what it must select: one JSON object a line, for judge/main.go to
// compare.
//
// usage: generate_queries COUNT [SEED]
#include "rules/rule.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace {

using namespace barograph::rules;

using random_source = std::mt19937_64;

std::size_t below(random_source& random, std::size_t bound) {
    return random() % bound;
}

// What has a meaning in PromQL, in its strings, in regular expressions or in Go templates, and letters of all
// lengths.
std::string nasty_text(random_source& random) {
    static constexpr std::array pieces = {"\"",
                                          "\\",
                                          "\n",
                                          "\r",
                                          "\t",
                                          "\x01",
                                          "\x7f",
                                          "{",
                                          "}",
                                          "(",
                                          ")",
                                          "[",
                                          "]",
                                          "|",
                                          ".",
                                          "*",
                                          "+",
                                          "?",
                                          "^",
                                          "$",
                                          "#",
                                          "'",
                                          "`",
                                          "=",
                                          "~",
                                          "!=",
                                          ",",
                                          " ",
                                          "<<",
                                          ">>",
                                          "\\\"",
                                          "\\n",
                                          "\\E",
                                          "\\Q",
                                          "a",
                                          "Z",
                                          "0",
                                          "_",
                                          "-",
                                          "é",
                                          "東",
                                          "🚀",
                                          "\\x",
                                          "or vector(1)",
                                          "\"} or vector(1) #",
                                          "a{2}",
                                          "(?i)",
                                          "\\d",
                                          "\u2028",
                                          "\u00a0"};
    std::string text;
    for (std::size_t i = below(random, 6); i > 0; --i) {
        text += pieces.at(below(random, pieces.size()));
    }
    return text;
}

const char* promql_operator(selector_operator op) {
    switch (op) {
    case selector_operator::equals:
    case selector_operator::double_equals:
    case selector_operator::does_not_exist:
        return "=";
    case selector_operator::not_equals:
    case selector_operator::exists:
        return "!=";
    case selector_operator::in:
        return "=~";
    default:
        return "!~";
    }
}

requirement random_requirement(random_source& random, std::size_t number) {
    static constexpr std::array operators = {
        selector_operator::equals,        selector_operator::double_equals,
        selector_operator::not_equals,    selector_operator::in,
        selector_operator::not_in,        selector_operator::exists,
        selector_operator::does_not_exist};
    requirement one{.key = "label_" + std::to_string(number),
                    .op = operators.at(below(random, operators.size())),
                    .values = {}};
    const bool is_set = one.op == selector_operator::in || one.op == selector_operator::not_in;
    const bool is_bare = one.op == selector_operator::exists || one.op == selector_operator::does_not_exist;
    for (std::size_t i = is_bare ? 0 : is_set ? 1 + below(random, 3) : 1; i > 0; --i) {
        one.values.push_back(nasty_text(random));
    }
    return one;
}

rule compiled_rule() {
    rule_spec spec;
    spec.series_query = "queue_depth";
    spec.resources.overrides = {{"namespace", {.group = "", .resource = "namespace"}}};
    spec.metrics_query = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)";
    auto compiled = rule::compile(spec);
    if (!compiled) {
        std::cerr << "generate_queries: the rule does not compile: " << compiled.error().front().message
                  << "\n";
        std::exit(1);
    }
    return *compiled;
}

} // namespace

int main(int argc, char** argv) {
    const auto count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
    const auto seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
    std::cerr << "generate_queries: seed " << seed << "\n";
    random_source random(seed);
    const auto rule = compiled_rule();
    for (std::size_t made = 0; made < count; ++made) {
        selector labels;
        auto matchers = nlohmann::json::array();
        for (std::size_t i = 0, size = below(random, 4); i < size; ++i) {
            auto one = random_requirement(random, i);
            matchers.push_back({{"name", one.key}, {"op", promql_operator(one.op)}, {"values", one.values}});
            labels.requirements.push_back(std::move(one));
        }
        const auto ns = "ns" + nasty_text(random);
        matchers.push_back({{"name", "namespace"}, {"op", "="}, {"values", {ns}}});
        const auto query = rule.query({.series = "queue_depth", .ns = ns, .labels = labels});
        if (!query) {
            std::cerr << "generate_queries: no query: " << query.error().message << "\n";
            return 1;
        }
        std::cout << nlohmann::json{{"query", *query}, {"matchers", matchers}}.dump() << "\n";
    }
}
