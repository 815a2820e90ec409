#pragma once
#include "metrics/provider.hpp"
#include "rules/rule.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::metrics {

/// How one metric is answered.
struct catalogue_entry {
    rules::rule rule;
    std::optional<std::string> series; ///< what `<<.Series>>` stands for; absent while no series is known
};

/// Which metrics there are at one moment. Immutable once built: share it freely.
class catalogue {
public:
    /// `series[i]` are the series names known for `rules[i]`, the best to use last. A rule that can only ever
    /// give one name is listed with or without series. Of several rules that give one name the last that has
    /// series wins, else the last. While the names are those of `before`, that very list stays.
    static catalogue build(std::span<const rules::rule> rules,
                           std::span<const std::vector<std::string>> series,
                           const std::shared_ptr<const name_list>& before);

    /// Null when there is no such metric. The pointer lives as long as the catalogue.
    [[nodiscard]] const catalogue_entry* find(std::string_view metric) const;

    [[nodiscard]] const std::shared_ptr<const name_list>& names() const { return names_; }

private:
    std::map<std::string, catalogue_entry, std::less<>> entries_;
    std::shared_ptr<const name_list> names_ = std::make_shared<name_list>();
};

} // namespace barograph::metrics
