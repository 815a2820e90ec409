#include "rules/matchers.hpp"

#include "rules/promql/names.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/regex_literal.hpp"

namespace barograph::rules {

namespace {

std::string_view promql_operator(selector_operator op) {
    switch (op) {
    case selector_operator::not_equals:
    case selector_operator::exists:
        return "!=";
    case selector_operator::in:
        return "=~";
    case selector_operator::not_in:
        return "!~";
    default:
        return "=";
    }
}

std::string joined(const std::vector<std::string>& values, bool escape) {
    std::string out;
    for (const auto& value : values) {
        if (&value != &values.front())
            out += '|';
        out += escape ? text::regex_literal(value) : value;
    }
    return out;
}

std::string not_askable(std::string_view label) {
    return "label " + text::quoted(label) +
           " cannot be asked of this Prometheus: before version 3 a label name has only "
           "letters, digits and underscores, and does not begin with a digit";
}

void append_matcher(std::string& out, std::string_view label, std::string_view op, std::string_view value) {
    if (!out.empty())
        out += ',';
    if (promql::is_plain_label(label))
        out += label;
    else
        text::append_quoted(out, label);
    out += op;
    text::append_quoted(out, value);
}

} // namespace

std::optional<query_error> unsupported_operator(const selector& labels) {
    for (const auto& asked : labels.requirements)
        if (asked.op == selector_operator::greater_than || asked.op == selector_operator::less_than)
            return query_error{query_error::kind::bad_request,
                               "label " + text::quoted(asked.key) +
                                   ": Prometheus has no matcher for the operator " +
                                   (asked.op == selector_operator::greater_than ? ">" : "<") +
                                   "; use =, !=, in, notin or exists"};
    return std::nullopt;
}

std::expected<std::string, query_error>
label_matchers(const selector& labels, const std::optional<namespace_matcher>& ns, bool quoted_names) {
    std::string out;
    for (const auto& asked : labels.requirements) {
        if (!quoted_names && !promql::is_plain_label(asked.key))
            return std::unexpected(
                query_error{query_error::kind::needs_quoted_names, not_askable(asked.key)});
        const auto is_set = asked.op == selector_operator::in || asked.op == selector_operator::not_in;
        append_matcher(out, asked.key, promql_operator(asked.op), joined(asked.values, is_set));
    }
    if (ns && !quoted_names && !promql::is_plain_label(ns->label))
        return std::unexpected(query_error{query_error::kind::needs_quoted_names, not_askable(ns->label)});
    if (ns)
        append_matcher(out, ns->label, "=", ns->value);
    return out;
}

std::map<std::string, std::string> label_values(const selector& labels,
                                                const std::optional<namespace_matcher>& ns) {
    std::map<std::string, std::string> values;
    for (const auto& asked : labels.requirements)
        values[asked.key] = joined(asked.values, false);
    if (ns)
        values[std::string(ns->label)] = ns->value;
    return values;
}

} // namespace barograph::rules
