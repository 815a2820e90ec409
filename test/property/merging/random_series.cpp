#include "test/property/merging/random_series.hpp"

#include <array>
#include <set>
#include <string_view>

namespace barograph::test {

namespace {

using namespace std::string_view_literals;

constexpr int samples_of_a_series = 21;
constexpr int seconds_between_samples = 30;

std::string escaped(std::string_view value) {
    std::string out;
    for (const auto c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"')
            out += '\\';
        out += c;
    }
    return out;
}

std::string number(random_source& random, bool is_counter, double& last) {
    static constexpr std::array steps{0.1, 0.7, 3.0, 1e-7, 12345.678, 1e16};
    if (!is_counter && random.once_in(60))
        return random.once_in(2) ? "NaN" : random.once_in(2) ? "+Inf" : "-Inf";
    last = random.once_in(15) ? 0 : last + random.one_of(steps) * static_cast<double>(random.below(9));
    if (!is_counter && random.once_in(3))
        last = -last;
    std::array<char, 40> text{};
    return {text.data(), static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.17g", last))};
}

std::string lines(random_source& random, const std::string& name, const label_set& labels) {
    std::string series = name + "{";
    for (const auto& [label, value] : labels)
        series += label + "=\"" + escaped(value) + "\",";
    if (!labels.empty())
        series.pop_back();
    series += "} ";
    const auto end = random.once_in(6) ? random.below(samples_of_a_series) : samples_of_a_series;
    std::string text;
    double last = 0;
    for (std::size_t i = 0; i < end; ++i)
        if (!random.once_in(12))
            text +=
                series + number(random, name == "done_total", last) + " " +
                std::to_string(begin_of_samples + static_cast<std::int64_t>(i) * seconds_between_samples) +
                "\n";
    return text;
}

} // namespace

std::string random_value(random_source& random) {
    static constexpr std::array pieces{
        "a"sv, "b"sv,   "0"sv, "."sv,    "|"sv,    "*"sv,      "+"sv,      "?"sv,    "("sv,   ")"sv,  "["sv,
        "]"sv, "{"sv,   "}"sv, "^"sv,    "$"sv,    "\\"sv,     "\""sv,     "'"sv,    "`"sv,   "\n"sv, "\t"sv,
        " "sv, "#"sv,   ","sv, "="sv,    "~"sv,    "\\d"sv,    ".*"sv,     "\\Q"sv,  "é"sv,   "東"sv, "🚀"sv,
        "-"sv, "{2}"sv, "A"sv, "(?i)"sv, "\x01"sv, "\u2028"sv, "\ufffd"sv, "[^a]"sv, "a|b"sv, "$1"sv};
    std::string text;
    for (auto left = random.once_in(40) ? 0 : 1 + random.below(3); left > 0; --left)
        text += random.one_of(pieces);
    return text;
}

recorded_series random_series(random_source& random) {
    std::map<std::string, std::vector<std::string>> values;
    for (const auto& name : label_names)
        for (auto left = 3 + random.below(8); left > 0; --left)
            values[name].push_back(random_value(random));
    std::set<label_set> made;
    for (auto left = 150; left > 0; --left) {
        label_set labels;
        for (const auto& name : label_names)
            if (const auto& value = random.one_of(values[name]); !value.empty() && !random.once_in(8))
                labels[name] = value;
        made.insert(std::move(labels));
    }
    recorded_series all{{made.begin(), made.end()}, {}};
    for (const auto& name : series_names)
        for (const auto& labels : all.label_sets)
            all.text += lines(random, name, labels);
    all.text += "# EOF\n";
    return all;
}

} // namespace barograph::test
