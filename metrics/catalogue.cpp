#include "metrics/catalogue.hpp"

namespace barograph::metrics {

namespace {

using entry_map = std::map<std::string, catalogue_entry, std::less<>>;

void add_without_series(entry_map& entries, const rules::rule& rule) {
    if (const auto& name = rule.only_name()) {
        entries.insert_or_assign(*name, catalogue_entry{.rule = rule, .series = rule.only_series()});
    }
}

void add_with_series(entry_map& entries, const rules::rule& rule, const std::vector<std::string>& series) {
    for (const auto& one : series) {
        if (!rule.keeps(one)) {
            continue;
        }
        if (auto name = rule.metric_name(one); name && !name->empty()) {
            entries.insert_or_assign(std::move(*name), catalogue_entry{.rule = rule, .series = one});
        }
    }
}

} // namespace

catalogue catalogue::build(std::span<const rules::rule> rules,
                           std::span<const std::vector<std::string>> series, std::uint64_t version) {
    catalogue result;
    // Whoever comes later wins: first all that have no series yet, then those that have.
    for (const auto& rule : rules) {
        add_without_series(result.entries_, rule);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        add_with_series(result.entries_, rules[i], series[i]);
    }
    auto list = std::make_shared<name_list>();
    list->version = version;
    for (const auto& [name, entry] : result.entries_) {
        list->names.push_back(name);
    }
    result.names_ = std::move(list);
    return result;
}

const catalogue_entry* catalogue::find(std::string_view metric) const {
    const auto found = entries_.find(metric);
    return found == entries_.end() ? nullptr : &found->second;
}

} // namespace barograph::metrics
