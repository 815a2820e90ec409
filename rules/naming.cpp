#include "rules/naming.hpp"

#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

/// The number of a group at the start of a reference such as `$1_x`, which is the name of another; empty when
/// the reference is not so.
std::string_view slipped_digits(std::string_view reference) {
    const auto name = reference.substr(1);
    const auto digits = name.substr(0, name.find_first_not_of("0123456789"));
    return digits.size() < name.size() ? digits : std::string_view{};
}

bool is_slip(std::string_view reference) {
    return !slipped_digits(reference).empty();
}

} // namespace

std::string unknown_reference_text(std::string_view reference) {
    auto text =
        std::string(reference) + " refers to a group that name.matches does not have, and gives nothing";
    if (const auto digits = slipped_digits(reference); !digits.empty())
        text += " (${" + std::string(digits) + "}" + std::string(reference.substr(1 + digits.size())) +
                " may be meant)";
    return text;
}

std::expected<naming, rule_problem> naming::compile(const name_spec& spec) {
    const auto pattern = spec.matches.empty() ? std::string(".*") : spec.matches;
    auto matches = regex::compile(pattern);
    if (!matches)
        return std::unexpected(rule_problem{
            "name.matches", matches.error() + "; expected a regular expression in RE2's syntax"});
    auto as = spec.as;
    if (as.empty()) {
        if (matches->group_count() > 1)
            return std::unexpected(rule_problem{
                "name.as", "absent, and name.matches has " + std::to_string(matches->group_count()) +
                               " groups; expected `as` to say how they form the name"});
        as = matches->group_count() == 1 ? "$1" : "$0";
    }
    name_template expanded(as, *matches);
    // An unknown group that is no slip of the pen is only warned of, since the peer loads such a rule too.
    if (expanded.is_literal() && expanded.expand({}).empty() &&
        std::ranges::any_of(expanded.unknown_references(), is_slip))
        return std::unexpected(
            rule_problem{"name.as", "gives every series an empty name: " +
                                        unknown_reference_text(expanded.unknown_references().front()) +
                                        "; expected literal text or a group of name.matches"});
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
    auto name = as_.expand({});
    return name.empty() ? std::nullopt : std::optional(std::move(name));
}

} // namespace barograph::rules
