#pragma once
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2; // NOLINT(readability-identifier-naming): its own name
}

namespace barograph::rules {

/// A regular expression in Go's syntax, run by RE2, of which Go's package is a sibling. Immutable; copies are
/// cheap and share one program; safe to use from several threads.
class regex {
public:
    /// The error is RE2's reason.
    [[nodiscard]] static std::expected<regex, std::string> compile(std::string_view pattern);

    /// Whether `text` holds a match anywhere.
    [[nodiscard]] bool matches(std::string_view text) const;

    /// The leftmost match in `text` followed by its groups, as views into `text`; none if there is no match.
    /// A group that took no part is empty, and its `data()` null.
    [[nodiscard]] std::optional<std::vector<std::string_view>> find(std::string_view text) const;

    [[nodiscard]] std::size_t group_count() const;
    /// From the left; Go lets several groups bear one name.
    [[nodiscard]] std::vector<std::size_t> groups_named(std::string_view name) const;

private:
    explicit regex(std::shared_ptr<const re2::RE2> program) : program_(std::move(program)) {}

    std::shared_ptr<const re2::RE2> program_;
};

} // namespace barograph::rules
