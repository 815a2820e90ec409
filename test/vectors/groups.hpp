#pragma once
#include "test/vectors/compare.hpp"

#include <span>

namespace barograph::test::vectors {

/// A group of cases and how its answers are compared.
struct group {
    std::string_view name;
    answerer answer;
    bool same_message = false; ///< clients see the text of an error, so it is compared
    canonical_form form = as_it_is;
};

/// All groups that Barograph has answers for.
[[nodiscard]] std::span<const group> groups();

} // namespace barograph::test::vectors
