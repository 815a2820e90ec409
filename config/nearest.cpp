#include "config/nearest.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>
#include <vector>

namespace barograph::config {

namespace {

bool same(char left, char right) {
    return rules::text::lower(left) == rules::text::lower(right);
}

} // namespace

std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> two_before;
    std::vector<std::size_t> before(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) {
        before[j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::vector<std::size_t> row(right.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = same(left[i - 1], right[j - 1]) ? 0 : 1;
            row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + replaced});
            if (i > 1 && j > 1 && same(left[i - 1], right[j - 2]) && same(left[i - 2], right[j - 1])) {
                row[j] = std::min(row[j], two_before[j - 2] + 1);
            }
        }
        two_before = std::move(before);
        before = std::move(row);
    }
    return before.back();
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
    // Nobody mistypes a name by hundreds of characters, and the distance costs length times length.
    const auto compared = name.substr(0, 100);
    return *std::ranges::min_element(
        known, {}, [&](std::string_view candidate) { return distance(compared, candidate); });
}

} // namespace barograph::config
