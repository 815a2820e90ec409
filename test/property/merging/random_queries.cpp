#include "test/property/merging/random_queries.hpp"

#include "rules/text/quote.hpp"
#include "rules/text/regex_literal.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace barograph::test {

namespace {

using rules::text::regex_literal;

/// Prometheus takes U+FFFD itself for a byte that is no UTF-8, so it stands in queries only escaped.
std::string literal(random_source& random, const std::string& value) {
    if (value.find("\ufffd") != std::string::npos || random.once_in(3))
        return rules::text::quoted(value, rules::text::keep_runes::ascii);
    if (value.find_first_of("`\r") == std::string::npos && random.once_in(3))
        return "`" + value + "`";
    return rules::text::quoted(value);
}

/// Where white space may stand.
std::string gap(random_source& random) {
    static constexpr std::array gaps{"", "", "", " ", "\n", "\t "};
    return random.one_of(gaps);
}

std::string by_clause(random_source& random) {
    static constexpr std::array keywords{"by", "BY", "By"};
    std::string clause = std::string(random.one_of(keywords)) + gap(random) + "(";
    const auto size = random.below(4);
    for (std::size_t i = 0; i < size; ++i)
        clause += (i > 0 ? "," : "") + gap(random) +
                  (random.once_in(5) ? std::string(random.once_in(2) ? "__name__" : "no_such_label")
                                     : random.one_of(label_names));
    return clause + (size > 0 && random.once_in(4) ? ",)" : ")");
}

/// A matcher that is the same in all queries of the family.
std::string fixed_matcher(random_source& random, const std::vector<label_set>& series) {
    const auto label = random.one_of(label_names);
    const auto& labels = random.one_of(series);
    const auto value = labels.contains(label) ? labels.at(label) : "";
    switch (random.below(7)) {
    case 0:
        return label + "=" + literal(random, value);
    case 1:
        return label + "=~" + literal(random, regex_literal(value) + "|a.*|");
    case 2:
        return label + "!~" + literal(random, regex_literal(value));
    case 3:
        return label + "=~\".+\"";
    case 4:
        return label + "=\"\"";
    default:
        return label + "!=" + literal(random, value);
    }
}

/// The parts of a query around the values that differ.
struct query_template {
    std::string head;
    std::vector<std::string> labels;
    std::string tail;
};

std::string series_name(random_source& random, query_family& family, std::string& inside) {
    if (random.once_in(12)) {
        family.may_be_refused = true;
        inside = R"(__name__=~"depth|wait:.*",)";
        return "";
    }
    const auto& name = random.one_of(series_names);
    if (!random.once_in(4))
        return name;
    inside = "__name__=" + rules::text::quoted(name) + ",";
    return "";
}

query_template random_template(random_source& random, const std::vector<label_set>& series,
                               query_family& family) {
    static constexpr std::array aggregations{"sum",   "avg", "min",   "max", "count",
                                             "group", "SUM", "Count", "sum", "sum"};
    static constexpr std::array functions{"rate",
                                          "irate",
                                          "increase",
                                          "delta",
                                          "idelta",
                                          "deriv",
                                          "changes",
                                          "resets",
                                          "avg_over_time",
                                          "sum_over_time",
                                          "min_over_time",
                                          "max_over_time",
                                          "last_over_time",
                                          "count_over_time",
                                          "present_over_time",
                                          "stddev_over_time",
                                          "stdvar_over_time"};
    static constexpr std::array ranges{"1m", "5m", "2m30s", "20m"};
    query_template made;
    const auto in_parentheses = random.once_in(5);
    const auto has_function = !random.once_in(3);
    made.head = (in_parentheses ? "( " : "") + std::string(random.one_of(aggregations)) + gap(random);
    const auto clause = random.once_in(2) ? by_clause(random) : "";
    const auto stands_before = random.once_in(2);
    made.head += (stands_before ? clause : "") + gap(random) + "(";
    if (has_function)
        made.head += std::string(random.one_of(functions)) + gap(random) + "(" + gap(random);
    std::string inside;
    made.head += series_name(random, family, inside) + gap(random) + "{" + inside;
    for (auto left = random.below(3); left > 0; --left)
        made.head += fixed_matcher(random, series) + gap(random) + ",";
    std::set<std::string> labels;
    for (auto left = 1 + random.below(3); left > 0; --left)
        labels.insert(random.one_of(label_names));
    made.labels.assign(labels.begin(), labels.end());
    made.tail = "}" + gap(random) +
                (has_function ? "[" + std::string(random.one_of(ranges)) + "]" + gap(random) + ")" : "") +
                gap(random) + ")" + (stands_before ? "" : gap(random) + clause) +
                (in_parentheses ? gap(random) + ")" : "");
    return made;
}

} // namespace

query_family random_queries(random_source& random, const std::vector<label_set>& series) {
    query_family family;
    while (family.queries.size() < 2) {
        family = {};
        const auto around = random_template(random, series, family);
        for (auto left = 2 + random.below(30); left > 0; --left) {
            // The values of a series that there is, most often, so that there is something to find.
            const auto& labels = random.one_of(series);
            auto query = around.head;
            for (const auto& label : around.labels) {
                const auto is_there = labels.contains(label) && !random.once_in(20);
                query += (label == around.labels.front() ? "" : ",") + label + "=" +
                         literal(random, is_there ? labels.at(label) : random_value(random) + "z");
            }
            family.queries.push_back(query + around.tail);
        }
        std::ranges::sort(family.queries);
        const auto repeated = std::ranges::unique(family.queries);
        family.queries.erase(repeated.begin(), repeated.end());
    }
    return family;
}

} // namespace barograph::test
