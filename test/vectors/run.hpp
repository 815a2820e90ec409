#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <iosfwd>

namespace barograph::test::vectors {

struct totals {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

/// Answers every case of `recording`, one object as in `compare.hpp`, and writes a JSON line for each:
/// `{"group","name","ok","got"}`. `ok` is null for a defect, whose answer nobody judges and nobody counts.
/// A case that is not in the form, and each case of an unknown group, is a failed one, whose `got` says why.
/// Each line is flushed, so that what was before is seen should the program end in the middle.
totals run(const nlohmann::json& recording, std::ostream& out);

} // namespace barograph::test::vectors
