#include "rules/query_template.hpp"

#include <algorithm>

namespace barograph::rules {

std::expected<query_template, std::vector<rule_problem>> query_template::compile(std::string_view text) {
    query_template compiled;
    for (auto open = text.find("<<"); open != text.npos; open = text.find("<<")) {
        const auto close = text.find(">>", open);
        auto action = text.substr(open + 2, close == text.npos ? text.npos : close - open - 2);
        constexpr std::string_view blanks = " \t\r\n";
        action.remove_prefix(std::min(action.find_first_not_of(blanks), action.size()));
        action = action.substr(0, action.find_last_not_of(blanks) + 1);
        auto then = field::none;
        if (action == ".Series")
            then = field::series;
        else if (action == ".LabelMatchers")
            then = field::matchers;
        else if (action == ".GroupBy")
            then = field::group_by;
        if (close == text.npos || then == field::none) {
            std::vector<rule_problem> problems;
            problems.push_back({"metricsQuery", "only << .Series >>, << .LabelMatchers >> and << .GroupBy >> are "
                                                "understood; expected one of them"});
            return std::unexpected(std::move(problems));
        }
        compiled.segments_.push_back({std::string(text.substr(0, open)), then});
        text.remove_prefix(close + 2);
    }
    compiled.segments_.push_back({std::string(text), field::none});
    return compiled;
}

bool query_template::uses(field wanted) const {
    return std::ranges::any_of(segments_, [&](const segment& s) { return s.then == wanted; });
}

bool query_template::uses_series() const { return uses(field::series); }

bool query_template::uses_matchers() const { return uses(field::matchers); }

std::string query_template::render(std::string_view series, std::string_view matchers) const {
    std::string out;
    for (const auto& [text, then] : segments_) {
        out += text;
        if (then == field::series)
            out += series;
        else if (then == field::matchers)
            out += matchers;
    }
    return out;
}

} // namespace barograph::rules
