#pragma once
#include "rules/regex.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// The text of `name.as`: literal text and group references as Go's `Regexp.Expand` reads them (`$1`, `${1}`,
/// `$name`, `${name}`, `$$`; an unbraced name is the longest run of letters, digits and underscores; of
/// several groups with one name the first that took part counts). A reference to a group that the pattern
/// does not have gives nothing. Immutable.
class name_template {
public:
    name_template(std::string_view text, const regex& pattern);

    /// `found` is what `regex::find` of the pattern gave.
    [[nodiscard]] std::string expand(const std::vector<std::string_view>& found) const;

    /// Whether no group is referred to, so that `expand` always gives the same.
    [[nodiscard]] bool is_literal() const;

    /// References that no group of the pattern answers to, as written. One that begins with a digit, such as
    /// `$1_total`, was probably meant to be `${1}_total`.
    [[nodiscard]] const std::vector<std::string>& unknown_references() const { return unknown_; }

private:
    struct part {
        std::string literal; ///< used when there are no `groups`
        /// The first that took part in the match gives the text; several when they bear one name.
        std::vector<std::size_t> groups;
    };

    void add_literal(std::string_view text);
    void add_reference(std::string_view name, bool braced, const regex& pattern);

    std::vector<part> parts_;
    std::vector<std::string> unknown_;
};

} // namespace barograph::rules
