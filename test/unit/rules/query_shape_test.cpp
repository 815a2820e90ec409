#include "rules/rule.hpp"
#include "test/support/catch.hpp"
#include "test/unit/rules/query_shape.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <random>

namespace query_shape_test {

namespace {

using namespace barograph::rules;
using barograph::test::seen_matcher;
using barograph::test::shape_of;
using namespace std::string_view_literals;

/// Makes texts out of pieces that mean something to PromQL, to RE2 or to templates.
class nasty_texts {
public:
    explicit nasty_texts(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }

    std::string text() {
        static constexpr std::array pieces{
            "a"sv,      "0"sv,      "\""sv,   "\\"sv,          "\n"sv,   "}"sv,
            "{"sv,      ","sv,      "="sv,    "#"sv,           "'"sv,    "`"sv,
            "|"sv,      ".*"sv,     "("sv,    ")"sv,           "[5m]"sv, " or vector(1)"sv,
            "$"sv,      "é"sv,      "\xff"sv, "\0"sv,          "\x7f"sv, "\t"sv,
            "\u200b"sv, "\u2028"sv, "🚀"sv,   "<<.Series>>"sv, "\\\""sv, "\\Q"sv,
            "-"sv,      "^"sv,      "+?"sv,   "[a"sv,          "%s"sv,   "{{"sv,
            "\r\n"sv,   "/*"sv,     "x\"}"sv,
        };
        std::string text;
        for (auto left = below(6); left > 0; --left)
            text += pieces[below(pieces.size())];
        return text;
    }

    requirement label_requirement() {
        static constexpr std::array keys{"app"sv, "zone"sv, "by"sv, "_x"sv, "namespace"sv};
        const auto op = static_cast<selector_operator>(below(7)); // all but > and <
        requirement made{std::string(keys[below(keys.size())]), op, {}};
        const auto is_set = op == selector_operator::in || op == selector_operator::not_in;
        const auto has_values = op != selector_operator::exists && op != selector_operator::does_not_exist;
        for (auto left = has_values ? (is_set ? 1 + below(3) : 1) : 0; left > 0; --left)
            made.values.push_back(text());
        return made;
    }

private:
    std::mt19937 random_;
};

/// What `asked` has to be in the query; for sets only the operator, as their expression is checked by what it
/// matches.
seen_matcher expected_matcher(const requirement& asked) {
    switch (asked.op) {
    case selector_operator::not_equals:
        return {asked.key, "!=", asked.values.front()};
    case selector_operator::exists:
        return {asked.key, "!=", ""};
    case selector_operator::does_not_exist:
        return {asked.key, "=", ""};
    case selector_operator::in:
        return {asked.key, "=~", ""};
    case selector_operator::not_in:
        return {asked.key, "!~", ""};
    default:
        return {asked.key, "=", asked.values.front()};
    }
}

/// Whether a set's expression matches its values and nothing that only looks like one.
void check_set(const std::string& expression, const requirement& asked) {
    const RE2 pattern(expression);
    REQUIRE(pattern.ok());
    for (const auto& value : asked.values) {
        if (value.find('\xff') == value.npos) // RE2 matches no invalid UTF-8
            CHECK(RE2::FullMatch(value, pattern));
        const auto other = value + "~";
        if (std::ranges::find(asked.values, other) == asked.values.end())
            CHECK_FALSE(RE2::FullMatch(other, pattern));
    }
    CHECK_FALSE(RE2::FullMatch("no value of any set", pattern));
}

void check_matchers(const std::vector<seen_matcher>& seen, const selector& labels, std::string_view ns) {
    REQUIRE(seen.size() == labels.requirements.size() + (ns.empty() ? 0 : 1));
    for (std::size_t i = 0; i < labels.requirements.size(); ++i) {
        auto matcher = seen[i];
        if (matcher.op == "=~" || matcher.op == "!~") {
            if (matcher.value.find('\xff') == matcher.value.npos)
                check_set(matcher.value, labels.requirements[i]);
            matcher.value.clear();
        }
        CHECK(matcher == expected_matcher(labels.requirements[i]));
    }
    if (!ns.empty())
        CHECK(seen.back() == seen_matcher{"ns", "=", std::string(ns)});
}

TEST_CASE("no value, namespace or series name can change the shape of a query") {
    const auto plain = GENERATE("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
                                "<<if .GroupBy>><<else>>sum(<<.Series>>{<<.LabelMatchers>>}) by ()<<end>>");
    const auto quoted_names = GENERATE(false, true);
    rule_spec spec;
    spec.series_query = "x";
    spec.resources.overrides["ns"] = {"", "namespace"};
    spec.metrics_query = plain;
    const auto rule = rule::compile(spec).value();
    nasty_texts nasty(20'240'229);
    for (auto round = 0; round < 1500; ++round) {
        selector labels;
        for (auto left = nasty.below(4); left > 0; --left)
            labels.requirements.push_back(nasty.label_requirement());
        const auto ns = nasty.text();
        const auto series = nasty.below(2) == 0 ? "queue_depth" : nasty.text() + "x.";
        const auto query =
            rule.query({.series = series, .ns = ns, .labels = labels, .quoted_names = quoted_names});
        REQUIRE(query);
        INFO(*query);
        auto shape = shape_of(*query);
        REQUIRE(shape);
        REQUIRE(shape->braces.size() == 1);
        if (series == "queue_depth") {
            CHECK(shape->skeleton == "sum(queue_depth{})by()");
        } else {
            CHECK(shape->skeleton == "sum({})by()");
            REQUIRE_FALSE(shape->braces[0].empty());
            CHECK(shape->braces[0].front() == seen_matcher{"__name__", "=", series});
            shape->braces[0].erase(shape->braces[0].begin());
        }
        check_matchers(shape->braces[0], labels, ns);
    }
}

TEST_CASE("a label's name cannot change the shape of a query either") {
    nasty_texts nasty(7);
    rule_spec spec;
    spec.series_query = "x";
    spec.metrics_query = "x{<<.LabelMatchers>>}";
    const auto rule = rule::compile(spec).value();
    for (auto round = 0; round < 1000; ++round) {
        const auto key = nasty.text() + "-";
        const selector labels{{{key, selector_operator::equals, {"v"}}}};
        CHECK_FALSE(rule.query({.series = "x", .ns = "", .labels = labels}));
        const auto query = rule.query({.series = "x", .ns = "", .labels = labels, .quoted_names = true});
        REQUIRE(query);
        const auto shape = shape_of(*query);
        REQUIRE(shape);
        CHECK(shape->braces == std::vector<std::vector<seen_matcher>>{{{key, "=", "v"}}});
    }
}

TEST_CASE("a value that is taken as plain text is harmless or refused") {
    nasty_texts nasty(11);
    rule_spec spec;
    spec.series_query = "x";
    spec.resources.overrides["ns"] = {"", "namespace"};
    spec.metrics_query = "sum by (<<.LabelValuesByName.ns>>) (x{a=\"<<.LabelValuesByName.ns>>\"})";
    const auto rule = rule::compile(spec).value();
    auto answered = 0;
    for (auto round = 0; round < 3000; ++round) {
        const auto ns = nasty.text();
        const auto query = rule.query({.series = "x", .ns = ns, .labels = {}});
        if (!query)
            continue;
        ++answered;
        CHECK(std::ranges::all_of(
            ns, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '|'; }));
    }
    CHECK(answered > 0);
}

} // namespace

} // namespace query_shape_test
