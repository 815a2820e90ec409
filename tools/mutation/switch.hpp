#pragma once
// Put by tools/mutate at the head of each file that it mutates, never part of the product. All mutants are
// compiled into one program, and the environment chooses the one that is on: BAROGRAPH_MUTANT=number. Which
// ones are reached at all is appended at the program's end to the file that BAROGRAPH_MUTANTS_REACHED names.

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <type_traits>

namespace barograph_mutation {

class switchboard {
public:
    static bool is_on(unsigned mutant) {
        static const switchboard board;
        if (board.log_ != nullptr)
            reached()[mutant].store(true, std::memory_order_relaxed);
        return board.chosen_ == mutant;
    }

    switchboard(const switchboard&) = delete;
    switchboard& operator=(const switchboard&) = delete;

private:
    static constexpr std::size_t most = 100'000;

    static std::array<std::atomic<bool>, most>& reached() {
        static std::array<std::atomic<bool>, most> flags{};
        return flags;
    }

    switchboard() {
        if (const char* const number = std::getenv("BAROGRAPH_MUTANT"))
            chosen_ = static_cast<unsigned>(std::strtoul(number, nullptr, 10));
    }

    ~switchboard() {
        if (log_ == nullptr)
            return;
        std::ofstream file(log_, std::ios::app);
        for (std::size_t mutant = 0; mutant < most; ++mutant)
            if (reached()[mutant])
                file << mutant << '\n';
    }

    unsigned chosen_ = 0; // none
    const char* log_ = std::getenv("BAROGRAPH_MUTANTS_REACHED");
};

inline bool on(unsigned mutant) {
    return switchboard::is_on(mutant);
}

/// Within constexpr functions: what the compiler evaluates is not mutated.
constexpr bool on_at_run_time(unsigned mutant) {
    return !std::is_constant_evaluated() && on(mutant);
}

// Each of these is its operator, and another one if `m`.

constexpr bool less(bool m, const auto& a, const auto& b) {
    return m ? a <= b : a < b;
}

constexpr bool less_equal(bool m, const auto& a, const auto& b) {
    return m ? a < b : a <= b;
}

constexpr bool greater(bool m, const auto& a, const auto& b) {
    return m ? a >= b : a > b;
}

constexpr bool greater_equal(bool m, const auto& a, const auto& b) {
    return m ? a > b : a >= b;
}

constexpr auto plus(bool m, const auto& a, const auto& b) {
    return m ? a - b : a + b;
}

constexpr auto minus(bool m, const auto& a, const auto& b) {
    return m ? a + b : a - b;
}

constexpr auto times(bool m, const auto& a, const auto& b) {
    return m ? a / b : a * b;
}

constexpr auto divides(bool m, const auto& a, const auto& b) {
    return m ? a * b : a / b;
}

constexpr auto modulus(bool m, const auto& a, const auto& b) {
    return m ? a * b : a % b;
}

constexpr auto bit_and(bool m, const auto& a, const auto& b) {
    return m ? a | b : a & b;
}

constexpr auto bit_or(bool m, const auto& a, const auto& b) {
    return m ? a & b : a | b;
}

constexpr auto bit_xor(bool m, const auto& a, const auto& b) {
    return m ? a & b : a ^ b;
}

constexpr auto shift_left(bool m, const auto& a, const auto& b) {
    return m ? a >> b : a << b;
}

constexpr auto shift_right(bool m, const auto& a, const auto& b) {
    return m ? a << b : a >> b;
}

constexpr auto& plus_assign(bool m, auto& a, const auto& b) {
    return m ? a -= b : a += b;
}

constexpr auto& minus_assign(bool m, auto& a, const auto& b) {
    return m ? a += b : a -= b;
}

constexpr auto& times_assign(bool m, auto& a, const auto& b) {
    return m ? a /= b : a *= b;
}

constexpr auto& divides_assign(bool m, auto& a, const auto& b) {
    return m ? a *= b : a /= b;
}

constexpr auto& bit_or_assign(bool m, auto& a, const auto& b) {
    return m ? a &= b : a |= b;
}

constexpr auto& bit_and_assign(bool m, auto& a, const auto& b) {
    return m ? a |= b : a &= b;
}

constexpr auto& increment(bool m, auto& a) {
    return m ? --a : ++a;
}

constexpr auto& decrement(bool m, auto& a) {
    return m ? ++a : --a;
}

constexpr auto increment_after(bool m, auto& a) {
    return m ? a-- : a++;
}

constexpr auto decrement_after(bool m, auto& a) {
    return m ? a++ : a--;
}

constexpr auto negate(bool m, const auto& a) {
    return m ? a : -a;
}

template <typename T>
constexpr T either(bool m, T real, std::type_identity_t<T> other) {
    return m ? other : real;
}

} // namespace barograph_mutation
