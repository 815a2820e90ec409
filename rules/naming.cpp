#include "rules/naming.hpp"

#include "rules/text/quote.hpp"

namespace barograph::rules {

namespace {

std::vector<rule_problem> one_problem(std::string field, std::string message) {
    std::vector<rule_problem> problems;
    problems.push_back({std::move(field), std::move(message)});
    return problems;
}

} // namespace

std::expected<naming, std::vector<rule_problem>> naming::compile(const name_spec& spec) {
    const auto pattern = spec.matches.empty() ? std::string(".*") : spec.matches;
    auto matches = regex::compile(pattern);
    if (!matches)
        return std::unexpected(one_problem(
            "name.matches", matches.error() + "; expected a regular expression in RE2's syntax"));
    auto as = spec.as;
    if (as.empty()) {
        if (matches->group_count() > 1)
            return std::unexpected(
                one_problem("name.as", "absent, and name.matches has " + std::to_string(matches->group_count()) +
                                           " groups; expected `as` to say how they form the name"));
        as = matches->group_count() == 1 ? "$1" : "$0";
    }
    name_template expanded(as, *matches);
    if (const auto& slip = expanded.slip(); !slip.empty()) {
        const auto digits = slip.substr(0, slip.find_first_not_of("0123456789"));
        return std::unexpected(one_problem("name.as", "$" + slip + " refers to a group named " + slip +
                                                          ", which name.matches does not have; expected ${" + digits +
                                                          "}" + slip.substr(digits.size())));
    }
    if (expanded.is_literal() && expanded.expand({}).empty())
        return std::unexpected(one_problem("name.as", "gives every series an empty name; expected literal text or a "
                                                      "group that name.matches has"));
    return naming(*std::move(matches), pattern, std::move(expanded));
}

std::expected<std::string, std::string> naming::metric_name(std::string_view series) const {
    const auto groups = matches_.find(series);
    if (!groups)
        return std::unexpected("series name " + text::quoted(series) + " did not match expected pattern " +
                               text::quoted(pattern_));
    auto name = as_.expand(*groups);
    if (name.empty())
        return std::unexpected("series name " + text::quoted(series) + " gives an empty metric name");
    return name;
}

std::optional<std::string> naming::literal_name() const {
    if (!as_.is_literal())
        return std::nullopt;
    return as_.expand({});
}

} // namespace barograph::rules
