#pragma once
#include "test/vectors/compare.hpp"

#include <string>
#include <vector>

/// The recorded cases of the repository's own copy, as checks of a test.
namespace barograph::test {

/// Every case of `group` that is no defect.
void check_recorded(const std::string& group, vectors::answerer answer, bool same_message = false);

struct better_answer {
    std::string name;   ///< of the case
    std::string reason; ///< why ours is better
    /// Our answer as JSON. An object stands for an error, at the stage that it names.
    std::string answer;
};

/// Every defect of `group`, each with our answer; a defect without one, or the other way round, fails too.
void check_defects(const std::string& group, vectors::answerer answer,
                   const std::vector<better_answer>& better);

} // namespace barograph::test
