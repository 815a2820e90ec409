#pragma once
#include <cstddef>
#include <random>

namespace barograph::test {

/// The same numbers for the same seed, on every machine.
class random_source {
public:
    explicit random_source(std::uint64_t seed) : numbers_(seed) {}

    std::size_t below(std::size_t bound) { return numbers_() % bound; }

    bool once_in(std::size_t times) { return below(times) == 0; }

    const auto& one_of(const auto& choices) { return choices[below(choices.size())]; }

private:
    std::mt19937_64 numbers_;
};

} // namespace barograph::test
