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

TEST_CASE("a text's length is counted as it is encoded, character by character") {
    struct row {
        std::string_view characters;
        std::size_t encoded; ///< bytes of each
    };

    // Written in a regular expression, and that in quotes; whatever is neither letter, digit nor one of -_.~
    // takes three.
    for (const auto& [characters, encoded] :
         {row{"azAZ09-_~", 1}, row{"@`/:,% =<>", 3}, row{"\"", 6}, row{".", 7}, row{"[{+(|", 9}}) {
        for (const auto c : characters) {
            INFO(c);
            queries two;
            two.add("a", std::string(300, c));
            two.add("a", std::string(299, c));
            CHECK(merge_chunks(two.pointers(), {.encoded_bytes = 599 * encoded + 250}).size() == 1);
            CHECK(merge_chunks(two.pointers(), {.encoded_bytes = 599 * encoded - 1}).size() == 2);
        }
    }
}

TEST_CASE("a value that many queries share is counted once") {
    queries all;
    for (auto i = 0; i < 50; ++i)
        all.add(std::string(300, 'n'), std::to_string(i));
    CHECK(merge_chunks(all.pointers(), {.encoded_bytes = 1000}).size() == 1);
}

TEST_CASE("a label counts twice, since the merged query is grouped by it") {
    const std::string label(300, 'l');
    queries two;
    two.add("sum(x{" + label + "=\"1\"})");
    two.add("sum(x{" + label + "=\"2\"})");
    CHECK(merge_chunks(two.pointers(), {.encoded_bytes = 600}).size() == 2);
    CHECK(merge_chunks(two.pointers(), {.encoded_bytes = 700}).size() == 1);
}

TEST_CASE("queries are ordered by all of their values, and equal ones stay in their order") {
    queries mixed;
    for (const auto* const queue : {"2", "1", "3", "2", "1", "3"})
        mixed.add("shop", queue);
    CHECK(merge_chunks(mixed.pointers(), {.queries = 2}) == chunk_list{{1, 4}, {0, 3}, {2, 5}});

    queries equal;
    for (auto i = 0; i < 40; ++i)
        equal.add("shop", "mail");
    const auto chunks = merge_chunks(equal.pointers(), {.queries = 10});
    REQUIRE(chunks.size() == 4);
    CHECK(chunks[0].front() == 0);
    CHECK(chunks[1] == std::vector<std::size_t>{10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
}

TEST_CASE("a cross product that 64 bits cannot hold is too large") {
    std::string first;
    std::string second;
    for (auto label = 0; label < 64; ++label) {
        first += "l" + std::to_string(label) + "=\"1\",";
        second += "l" + std::to_string(label) + "=\"2\",";
    }
    queries two;
    two.add("sum(x{" + first + "})");
    two.add("sum(x{" + second + "})");
    CHECK(merge_chunks(two.pointers()).size() == 2);
}

TEST_CASE("where nothing is said, 200 queries, 7 KiB and 2,500 combinations or 4 a query are the limits") {
    queries many;
    for (auto i = 0; i < 201; ++i)
        many.add("shop", std::to_string(i));
    CHECK(merge_chunks(many.pointers()).front().size() == 200);

    queries fitting;
    fitting.add("a", std::string(3500, 'x'));
    fitting.add("a", std::string(3500, 'y'));
    CHECK(merge_chunks(fitting.pointers()).size() == 1);
    queries too_long;
    too_long.add("a", std::string(3600, 'x'));
    too_long.add("a", std::string(3600, 'y'));
    CHECK(merge_chunks(too_long.pointers()).size() == 2);

    queries wide; // 41 times 61 combinations
    for (auto i = 0; i < 61; ++i)
        wide.add("ns" + std::to_string(i % 41), "q" + std::to_string(i));
    CHECK(merge_chunks(wide.pointers()).front().size() == 60);

    queries diagonal;
    for (auto i = 0; i < 8; ++i)
        diagonal.add("ns" + std::to_string(i), "q" + std::to_string(i));
    CHECK(merge_chunks(diagonal.pointers(), {.combinations = 0}) == chunk_list{{0, 1, 2, 3}, {4, 5, 6, 7}});
}

} // namespace

} // namespace merge_chunks_test
