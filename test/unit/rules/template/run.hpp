#pragma once
#include "rules/template/program.hpp"

#include <string>
#include <string_view>

/// Running a template in a test, with data of every type that a template can meet.
namespace barograph::test {

/// .Text "queue_depth", .Empty "", .Map {a: 1, b: 2}, .EmptyMap, .List [x y z], .EmptyList, .Nested with
/// .Text "inner".
[[nodiscard]] rules::templates::value sample_data();

/// What `text` gives for `sample_data`, or "error: " and why it does not.
[[nodiscard]] std::string run(std::string_view text);

} // namespace barograph::test
