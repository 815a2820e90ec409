#include "rules/merging/merge_chunks.hpp"
#include "rules/merging/merged_query.hpp"
#include "rules/text/quote.hpp"
#include "test/support/catch.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <string>

namespace merge_chunks_test {

namespace {

using namespace barograph::rules;

using chunk_list = std::vector<std::vector<std::size_t>>;

/// Queries, and pointers to them as the functions take them.
class queries {
public:
    void add(const std::string& promql) {
        INFO(promql);
        auto query = mergeable_query::read(promql);
        REQUIRE(query);
        owned_.push_back(*std::move(query));
    }

    void add(const std::string& ns, const std::string& queue) {
        add("sum(x{ns=" + text::quoted(ns) + ",q=" + text::quoted(queue) + "})");
    }

    [[nodiscard]] std::vector<const mergeable_query*> pointers() const {
        std::vector<const mergeable_query*> all;
        all.reserve(owned_.size());
        for (const auto& query : owned_)
            all.push_back(&query);
        return all;
    }

    [[nodiscard]] std::vector<const mergeable_query*> of(const std::vector<std::size_t>& chunk) const {
        std::vector<const mergeable_query*> some;
        some.reserve(chunk.size());
        for (const auto index : chunk)
            some.push_back(&owned_[index]);
        return some;
    }

    /// Each index once, whatever the chunks.
    void check_complete(const chunk_list& chunks) const {
        std::multiset<std::size_t> seen;
        for (const auto& chunk : chunks)
            seen.insert(chunk.begin(), chunk.end());
        std::multiset<std::size_t> all;
        for (std::size_t i = 0; i < owned_.size(); ++i)
            all.insert(i);
        CHECK(seen == all);
    }

private:
    std::vector<mergeable_query> owned_;
};

std::size_t encoded_size(const std::string& text) {
    std::size_t size = 0;
    for (const auto c : text)
        size += std::isalnum(static_cast<unsigned char>(c)) != 0 ? 1U : 3U;
    return size;
}

TEST_CASE("a chunk has no more queries than allowed, and none is left out") {
    queries all;
    for (auto i = 0; i < 25; ++i)
        all.add("shop", std::to_string(i));
    const auto chunks = merge_chunks(all.pointers(), {.queries = 10});
    REQUIRE(chunks.size() == 3);
    CHECK(chunks[0].size() == 10);
    CHECK(chunks[2].size() == 5);
    all.check_complete(chunks);
    CHECK(merge_chunks({}).empty());
}

TEST_CASE("the text of a merged query is no longer than allowed") {
    const std::string odd = "\"\\.|é\n+";
    for (const std::size_t limit : {150U, 200U, 400U, 1000U}) {
        queries all;
        for (auto i = 0; i < 40; ++i)
            all.add(odd + std::to_string(i % 7), odd + std::to_string(i));
        const auto chunks = merge_chunks(all.pointers(), {.encoded_bytes = limit});
        all.check_complete(chunks);
        INFO(limit);
        CHECK(chunks.size() > 1);
        CHECK((limit < 400 || chunks.size() < 40));
        for (const auto& chunk : chunks)
            if (chunk.size() > 1)
                CHECK(encoded_size(merged_query(all.of(chunk)).promql()) <= limit);
    }
}

TEST_CASE("a query that is too long by itself is asked by itself") {
    queries all;
    all.add("a", std::string(1000, 'x'));
    all.add("a", "y");
    all.add("a", "z");
    const auto chunks = merge_chunks(all.pointers(), {.encoded_bytes = 500});
    all.check_complete(chunks);
    CHECK(chunks == chunk_list{{0}, {1, 2}});
}

TEST_CASE("the cross product stays within what is allowed") {
    queries diagonal;
    for (auto i = 0; i < 60; ++i)
        diagonal.add("ns" + std::to_string(i), "q" + std::to_string(i));
    const auto sizes = [&](const merge_limits& limits) {
        const auto chunks = merge_chunks(diagonal.pointers(), limits);
        diagonal.check_complete(chunks);
        std::vector<std::size_t> all;
        all.reserve(chunks.size());
        for (const auto& chunk : chunks)
            all.push_back(chunk.size());
        return all;
    };
    CHECK(sizes({}) == std::vector<std::size_t>{50, 10});
    CHECK(sizes({.combinations = 400}) == std::vector<std::size_t>{20, 20, 20});
    CHECK(sizes({.combinations = 0, .combinations_per_query = 30}) == std::vector<std::size_t>{30, 30});
    CHECK(sizes({.combinations = 1, .combinations_per_query = 1}) == std::vector<std::size_t>(60, 1));
}

TEST_CASE("queries with equal values stand together, so that their cross product is small") {
    queries grid;
    for (auto i = 0; i < 100; ++i)
        grid.add("ns" + std::to_string(i % 10), "q" + std::to_string(i / 10));
    const auto chunks =
        merge_chunks(grid.pointers(), {.queries = 20, .combinations = 0, .combinations_per_query = 2});
    grid.check_complete(chunks);
    CHECK(chunks.size() == 5);
}

TEST_CASE("the label with the fewest values leads") {
    queries all;
    for (auto i = 0; i < 40; ++i)
        all.add("ns" + std::to_string(i), i % 2 == 0 ? "even" : "odd");
    const auto chunks = merge_chunks(all.pointers(), {.queries = 20});
    REQUIRE(chunks.size() == 2);
    CHECK(std::ranges::all_of(chunks[0], [](std::size_t index) { return index % 2 == 0; }));
}

TEST_CASE("a cross product too large to count is too large") {
    queries all;
    for (auto i = 0; i < 300; ++i) {
        std::string matchers;
        for (auto label = 0; label < 9; ++label)
            matchers += "l" + std::to_string(label) + "=\"" + std::to_string(i) + "\",";
        all.add("sum(x{" + matchers + "})");
    }
    const auto chunks = merge_chunks(all.pointers(), {.queries = 300, .encoded_bytes = 1'000'000});
    all.check_complete(chunks);
    for (const auto& chunk : chunks)
        CHECK(chunk.size() <= 2);
}

TEST_CASE("chunks of queries of different shapes are an error of the program") {
    queries all;
    all.add("sum(x{a=\"1\",b=\"2\"})");
    all.add("sum(x{a=\"1\"})");
    CHECK_THROWS_AS(merge_chunks(all.pointers()), std::invalid_argument);
}

} // namespace

} // namespace merge_chunks_test
