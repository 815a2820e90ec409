#include "metrics/catalogue.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace barograph::metrics {

namespace {

struct named_series {
    std::string metric;
    const std::string* series;
};

std::vector<named_series> named(const rules::rule& rule, const std::vector<std::string>& series) {
    std::vector<named_series> result;
    for (const auto& one : series) {
        if (!rule.keeps(one)) {
            continue;
        }
        if (auto name = rule.metric_name(one); name && !name->empty()) {
            result.push_back({std::move(*name), &one});
        }
    }
    return result;
}

} // namespace

catalogue catalogue::build(std::span<const rules::rule> rules,
                           std::span<const std::vector<std::string>> series,
                           const std::shared_ptr<const name_list>& before) {
    catalogue result;
    auto& entries = result.entries_;
    std::vector<std::vector<named_series>> found;
    found.reserve(rules.size());
    // Whoever comes later wins: first the rules that have no series yet, then those that have.
    for (std::size_t i = 0; i < rules.size(); ++i) {
        found.push_back(named(rules[i], series[i]));
        const auto& name = rules[i].only_name();
        if (found.back().empty() && name) {
            entries.insert_or_assign(*name,
                                     catalogue_entry{.rule = rules[i], .series = rules[i].only_series()});
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (auto& [metric, one] : found[i]) {
            entries.insert_or_assign(std::move(metric), catalogue_entry{.rule = rules[i], .series = *one});
        }
    }
    if (std::ranges::equal(std::views::keys(entries), before->names)) {
        result.names_ = before;
        return result;
    }
    auto list = std::make_shared<name_list>();
    list->version = before->version + 1;
    std::ranges::copy(std::views::keys(entries), std::back_inserter(list->names));
    result.names_ = std::move(list);
    return result;
}

const catalogue_entry* catalogue::find(std::string_view metric) const {
    const auto found = entries_.find(metric);
    return found == entries_.end() ? nullptr : &found->second;
}

} // namespace barograph::metrics
