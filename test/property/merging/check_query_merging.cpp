// The property test of query merging: what queries get from one merged query, taken apart, is what a real
// Prometheus answers to each of them alone, sample by sample, in its order and to the last digit.
//
// usage: check_query_merging [FAMILIES [SEED]]     (default: 1000 families of up to 31 queries)
#include "rules/merging/merge_chunks.hpp"
#include "rules/merging/merged_query.hpp"
#include "test/property/merging/random_queries.hpp"
#include "test/property/merging/recorded_prometheus.hpp"

#include <cstdlib>
#include <iostream>
#include <map>

namespace {

using namespace barograph::rules;
using namespace barograph::test;

using answer = std::vector<answered_sample>;

/// Queries of one shape; the two lists are parallel.
struct batch {
    std::vector<std::string> texts;
    std::vector<mergeable_query> queries;
};

std::string shown(const answer& samples) {
    std::string text;
    for (const auto& sample : samples) {
        text += "    {";
        for (const auto& [name, value] : sample.labels)
            text += name + "=" + value + ";";
        text += "} " + sample.value + "\n";
    }
    return text.empty() ? "    nothing\n" : text;
}

class trial {
public:
    explicit trial(std::uint64_t seed)
        : random_(seed), series_(random_series(random_)), prometheus_(series_.text) {}

    void run() {
        const auto family = random_queries(random_, series_.label_sets);
        const auto time = begin_of_samples + 60 * static_cast<std::int64_t>(random_.below(14));
        std::map<std::string, batch> by_shape;
        for (const auto& text : family.queries) {
            auto query = mergeable_query::read(text);
            if (!query) {
                ++not_mergeable_;
                continue;
            }
            auto& same = by_shape[query->shape()];
            same.texts.push_back(text);
            same.queries.push_back(*std::move(query));
        }
        for (const auto& [shape, same] : by_shape) {
            std::vector<const mergeable_query*> queries;
            queries.reserve(same.queries.size());
            for (const auto& query : same.queries)
                queries.push_back(&query);
            for (const auto& chunk : merge_chunks(queries, random_limits()))
                compare(same, chunk, family.may_be_refused, time);
        }
    }

    [[nodiscard]] int report() const {
        std::cout << "query merging: " << queries_ << " queries in " << merged_ << " merged ones, "
                  << not_mergeable_ << " not mergeable, " << refused_
                  << " merged ones refused; samples: " << samples_ << " compared, " << strangers_
                  << " of no query; " << wrong_ << " wrong\n";
        const auto is_empty = samples_ == 0 || strangers_ == 0;
        if (is_empty)
            std::cout << "query merging: too few samples to show anything\n";
        return wrong_ == 0 && !is_empty ? 0 : 1;
    }

private:
    merge_limits random_limits() {
        if (random_.once_in(2))
            return {};
        return {.queries = 2 + random_.below(40),
                .encoded_bytes = 300 + random_.below(4000),
                .combinations = random_.below(2000),
                .combinations_per_query = 1 + random_.below(6)};
    }

    void compare(const batch& same, const std::vector<std::size_t>& chunk, bool may_be_refused,
                 std::int64_t time) {
        std::vector<const mergeable_query*> queries;
        queries.reserve(chunk.size());
        for (const auto index : chunk)
            queries.push_back(&same.queries[index]);
        const merged_query merged(queries);
        ++merged_;
        const auto samples = prometheus_.ask(merged.promql(), time);
        if (!samples) {
            ++refused_;
            if (!may_be_refused)
                tell("the merged query is refused", merged.promql());
            return;
        }
        std::vector<answer> parts(chunk.size());
        for (const auto& sample : *samples) {
            const auto part = merged.take_apart(sample.labels);
            if (!part)
                return tell(part.error(), merged.promql());
            strangers_ += part->queries.empty() ? 1U : 0U;
            for (const auto query : part->queries)
                parts[query].push_back({part->labels, sample.value});
        }
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            const auto& text = same.texts[chunk[i]];
            const auto alone = prometheus_.ask(text, time);
            ++queries_;
            if (!alone)
                tell("only the single query is refused", text);
            else if (*alone != parts[i])
                tell("the answers differ", text + "\n  merged: " + merged.promql() + "\n  alone:\n" +
                                               shown(*alone) + "  taken apart:\n" + shown(parts[i]));
            else
                samples_ += alone->size();
        }
    }

    void tell(const std::string& what, const std::string& where) {
        constexpr std::size_t enough = 3;
        if (++wrong_ <= enough)
            std::cout << "query merging: " << what << ":\n  " << where << "\n";
    }

    random_source random_;
    recorded_series series_;
    recorded_prometheus prometheus_;
    std::size_t queries_ = 0;
    std::size_t merged_ = 0;
    std::size_t not_mergeable_ = 0;
    std::size_t refused_ = 0;
    std::size_t samples_ = 0;   ///< equal ones
    std::size_t strangers_ = 0; ///< that only the cross product selects
    std::size_t wrong_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    const auto families = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000;
    const auto seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
    std::cout << "query merging: seed " << seed << "\n";
    trial all(seed);
    for (std::size_t done = 0; done < families; ++done)
        all.run();
    return all.report();
}
