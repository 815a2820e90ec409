#include "metrics/query_load.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace barograph::metrics {

const std::string& query_load::promql() const {
    return merged ? merged->promql() : queries.front().front().key->query.promql;
}

std::size_t query_load::passengers() const {
    std::size_t count = 0;
    for (const auto& same : queries) {
        count += same.size();
    }
    return count;
}

telemetry::query_purpose query_load::purpose() const {
    const bool asked = std::ranges::any_of(queries, [](const auto& same) {
        return std::ranges::any_of(same,
                                   [](const passenger& each) { return each.why == boarding_reason::asked; });
    });
    return asked ? telemetry::query_purpose::ask : telemetry::query_purpose::refresh;
}

std::vector<query_load> loads_of(const std::shared_ptr<query_group>& group, std::vector<passenger> boarded,
                                 const std::optional<rules::merge_limits>& limits) {
    std::map<std::string, std::vector<passenger>> by_promql;
    for (auto& each : boarded) {
        if (each.still_wants()) {
            auto promql = each.key->query.promql;
            by_promql[std::move(promql)].push_back(std::move(each));
        }
    }
    std::vector<query_load> loads;
    std::vector<std::vector<passenger>*> mergeable;
    std::vector<const rules::mergeable_query*> forms;
    for (auto& [promql, same] : by_promql) {
        if (const auto& form = same.front().key->mergeable; limits && form) {
            mergeable.push_back(&same);
            forms.push_back(&*form);
        } else {
            loads.push_back({group, {std::move(same)}, std::nullopt});
        }
    }
    if (forms.empty()) {
        return loads;
    }
    for (const auto& chunk : rules::merge_chunks(forms, *limits)) {
        query_load load{group, {}, std::nullopt};
        std::vector<const rules::mergeable_query*> together;
        together.reserve(chunk.size());
        for (const auto index : chunk) {
            together.push_back(forms[index]);
        }
        if (chunk.size() > 1) {
            load.merged.emplace(together);
        }
        for (const auto index : chunk) {
            load.queries.push_back(std::move(*mergeable[index]));
        }
        loads.push_back(std::move(load));
    }
    return loads;
}

std::expected<std::vector<prometheus::query_result>, std::string> separate(const query_load& load,
                                                                           prometheus::query_result whole) {
    if (whole.type != prometheus::result_type::vector) {
        return std::unexpected("the answer to a merged query is no vector");
    }
    std::vector<prometheus::query_result> parts(load.queries.size());
    for (auto& sample : whole.samples) {
        auto separated = load.merged->take_apart(std::move(sample.labels));
        if (!separated) {
            return std::unexpected(std::move(separated.error()));
        }
        sample.labels = std::move(separated->labels);
        for (const auto index : separated->queries) {
            parts[index].samples.push_back(sample);
        }
    }
    for (auto& part : parts) {
        part.warnings = whole.warnings;
    }
    return parts;
}

} // namespace barograph::metrics
