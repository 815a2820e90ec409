#include "rules/selector.hpp"

#include "rules/label_syntax.hpp"
#include "rules/text/integer.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

std::string invalid_value(std::string_view path, std::string_view value, std::string_view fault) {
    std::string message(path);
    message += ": Invalid value: ";
    text::append_quoted(message, value);
    message += ": ";
    message += fault;
    return message;
}

void check_value_count(const requirement& checked, std::vector<std::string>& errors) {
    const auto fault = [&](std::string_view text) {
        errors.push_back("values: Invalid value: " + std::string(text));
    };
    switch (checked.op) {
    case selector_operator::in:
    case selector_operator::not_in:
        if (checked.values.empty())
            fault("for 'in', 'notin' operators, values set can't be empty");
        break;
    case selector_operator::equals:
    case selector_operator::double_equals:
    case selector_operator::not_equals:
        if (checked.values.size() != 1)
            fault("exact-match compatibility requires one single value");
        break;
    case selector_operator::exists:
    case selector_operator::does_not_exist:
        if (!checked.values.empty())
            fault("values set must be empty for exists and does not exist");
        break;
    case selector_operator::greater_than:
    case selector_operator::less_than:
        if (checked.values.size() != 1)
            fault("for 'Gt', 'Lt' operators, exactly one value is required");
        for (std::size_t i = 0; i < checked.values.size(); ++i)
            if (!text::parse_integer(checked.values[i]))
                errors.push_back(invalid_value("values[" + std::to_string(i) + "]", checked.values[i],
                                               "for 'Gt', 'Lt' operators, the value must be an integer"));
        break;
    }
}

std::string join_errors(const std::vector<std::string>& errors) {
    if (errors.size() == 1)
        return errors.front();
    std::string joined = "[";
    for (const auto& error : errors) {
        if (joined.size() > 1)
            joined += ", ";
        joined += error;
    }
    return joined + "]";
}

void append_requirement(std::string& out, const requirement& written) {
    if (written.op == selector_operator::does_not_exist)
        out += '!';
    out += written.key;
    const auto is_set = written.op == selector_operator::in || written.op == selector_operator::not_in;
    switch (written.op) {
    case selector_operator::exists:
    case selector_operator::does_not_exist:
        return;
    case selector_operator::greater_than:
        out += '>';
        break;
    case selector_operator::less_than:
        out += '<';
        break;
    default:
        if (is_set)
            out += ' ';
        out += to_string(written.op);
        if (is_set)
            out += " (";
    }
    for (std::size_t i = 0; i < written.values.size(); ++i) {
        if (i > 0)
            out += ',';
        out += written.values[i];
    }
    if (is_set)
        out += ')';
}

} // namespace

std::expected<requirement, std::string> make_requirement(std::string key, selector_operator op,
                                                         std::vector<std::string> values) {
    requirement made{std::move(key), op, std::move(values)};
    std::vector<std::string> errors;
    if (const auto faults = label_key_faults(made.key); !faults.empty())
        errors.push_back(invalid_value("key", made.key, faults));
    check_value_count(made, errors); // counts repeats, as Kubernetes does
    std::ranges::sort(made.values);
    const auto repeats = std::ranges::unique(made.values);
    made.values.erase(repeats.begin(), repeats.end());
    for (std::size_t i = 0; i < made.values.size(); ++i)
        if (const auto faults = label_value_faults(made.values[i]); !faults.empty())
            errors.push_back(
                invalid_value("values[" + std::to_string(i) + "][" + made.key + "]", made.values[i], faults));
    if (!errors.empty())
        return std::unexpected(join_errors(errors));
    return made;
}

std::string_view to_string(selector_operator op) {
    switch (op) {
    case selector_operator::equals:
        return "=";
    case selector_operator::double_equals:
        return "==";
    case selector_operator::not_equals:
        return "!=";
    case selector_operator::in:
        return "in";
    case selector_operator::not_in:
        return "notin";
    case selector_operator::exists:
        return "exists";
    case selector_operator::does_not_exist:
        return "!";
    case selector_operator::greater_than:
        return "gt";
    case selector_operator::less_than:
        return "lt";
    }
    return "";
}

std::string to_string(const selector& selector) {
    std::string out;
    for (const auto& written : selector.requirements) {
        if (!out.empty())
            out += ',';
        append_requirement(out, written);
    }
    return out;
}

} // namespace barograph::rules
