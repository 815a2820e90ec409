#pragma once
#include <span>
#include <string>

/// The OpenAPI documents of the API: the files beside this header, with what depends on the metrics put in.
/// Pure functions.
namespace barograph::server::openapi {

/// OpenAPI 2.0: the same whatever metrics there are, so that kube-apiserver merges it once.
[[nodiscard]] std::string version_2();

/// OpenAPI 3.0 of the group: a path for any metric, and one for each that is listed, by which alone
/// `kubectl explain` finds it. Of very many metrics only the first 10,000 have one.
[[nodiscard]] std::string version_3(std::span<const std::string> metrics);

/// What stands for version_3() of these metrics in its address: another when it is another document. Much
/// cheaper than the document.
[[nodiscard]] std::string version_3_hash(std::span<const std::string> metrics);

/// Path and query by which the index names the document.
[[nodiscard]] std::string version_3_address(const std::string& hash);

/// `/openapi/v3`: which documents there are.
[[nodiscard]] std::string version_3_index(const std::string& hash);

} // namespace barograph::server::openapi
