#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Comparing what Barograph answers with what was recorded from prometheus-adapter. A file of cases is one
/// object; each member is a group, an array of cases with `name`, `input`, and `want` or `error` and `stage`;
/// a case with `defect` holds a fault of prometheus-adapter, which nobody has to share.
namespace barograph::test::vectors {

/// What Barograph answers to a case's `input`: the same shape as `want`, or an object made by `failed`.
using answerer = nlohmann::json (*)(const nlohmann::json& input);

/// The answer that there is an error, at a stage of the group; empty if the group has none.
[[nodiscard]] nlohmann::json failed(std::string_view message, std::string_view stage = "");

/// What two answers have in common that say the same in other words. Most have one form only.
using canonical_form = nlohmann::json (*)(nlohmann::json answer);
[[nodiscard]] nlohmann::json as_it_is(nlohmann::json answer);

enum class verdict {
    passed,
    failed,
    not_compared, ///< the case is a defect of prometheus-adapter
};

struct result {
    std::string group;
    std::string name;
    verdict outcome;
    nlohmann::json got; ///< Barograph's answer
};

/// Compares as the recording wants it: `want` exactly; for `error`, that there is an error, at the same stage
/// or an earlier one. Error texts are compared only where `same_message`. Throws when the input of the case
/// is not one of its group.
[[nodiscard]] result compare(std::string_view group, answerer answer, const nlohmann::json& recorded,
                             bool same_message = false, canonical_form form = as_it_is);

/// The cases of a group in a file. Throws if the file or the group is not there.
[[nodiscard]] std::vector<nlohmann::json> cases_of(const std::filesystem::path& file,
                                                   const std::string& group);

} // namespace barograph::test::vectors
