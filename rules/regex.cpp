#include "rules/regex.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace barograph::rules {

namespace {

/// Length of the bracketed class that `pattern` begins with; all of it if the class does not end.
std::size_t class_length(std::string_view pattern) {
    std::size_t i = pattern.starts_with("[^") ? 2 : 1;
    if (i < pattern.size() && pattern[i] == ']')
        ++i;
    while (i < pattern.size() && pattern[i] != ']') {
        if (pattern[i] == '\\') {
            i += 2;
        } else if (pattern.substr(i).starts_with("[:")) {
            const auto end = pattern.find(":]", i + 2);
            i = end == pattern.npos ? i + 1 : end + 2;
        } else {
            ++i;
        }
    }
    return std::min(i + 1, pattern.size());
}

/// Length of the escape that `pattern` begins with; a `\Q…\E` counts as one.
std::size_t escape_length(std::string_view pattern) {
    if (!pattern.starts_with("\\Q"))
        return std::min<std::size_t>(2, pattern.size());
    const auto end = pattern.find("\\E", 2);
    return end == pattern.npos ? pattern.size() : end + 2;
}

/// Go also writes a named group as `(?<name>`, which not every RE2 that we build with knows. Go has no `\C`.
std::expected<std::string, std::string> translate(std::string_view pattern) {
    constexpr std::string_view group = "(?<";
    std::string out;
    while (!pattern.empty()) {
        std::size_t length = 1;
        if (pattern.front() == '\\') {
            if (pattern.starts_with("\\C"))
                return std::unexpected("invalid escape sequence: \\C");
            length = escape_length(pattern);
        } else if (pattern.front() == '[') {
            length = class_length(pattern);
        } else if (pattern.starts_with(group) && !pattern.starts_with("(?<=") &&
                   !pattern.starts_with("(?<!")) {
            out += "(?P<";
            pattern.remove_prefix(group.size());
            continue;
        }
        out += pattern.substr(0, length);
        pattern.remove_prefix(length);
    }
    return out;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

std::expected<regex, std::string> regex::compile(std::string_view pattern) {
    const auto translated = translate(pattern);
    if (!translated)
        return std::unexpected(translated.error());
    RE2::Options options;
    options.set_log_errors(false);
    auto program = std::make_shared<const RE2>(*translated, options);
    if (!program->ok())
        return std::unexpected(program->error());
    return regex(std::move(program));
}

bool regex::matches(std::string_view text) const {
    return RE2::PartialMatch(piece(text), *program_);
}

std::optional<std::vector<std::string_view>> regex::find(std::string_view text) const {
    std::vector<re2::StringPiece> found(group_count() + 1);
    if (!program_->Match(piece(text), 0, text.size(), RE2::UNANCHORED, found.data(),
                         static_cast<int>(found.size())))
        return std::nullopt;
    std::vector<std::string_view> groups;
    groups.reserve(found.size());
    for (const auto& group : found)
        groups.emplace_back(group.data(), group.size());
    return groups;
}

std::size_t regex::group_count() const {
    return static_cast<std::size_t>(program_->NumberOfCapturingGroups());
}

std::vector<std::size_t> regex::groups_named(std::string_view name) const {
    std::vector<std::size_t> groups;
    for (const auto& [group, its_name] : program_->CapturingGroupNames())
        if (its_name == name)
            groups.push_back(static_cast<std::size_t>(group));
    return groups;
}

} // namespace barograph::rules
