#pragma once
#include <filesystem>

namespace barograph::test {

/// The repository's top folder, for tests that read the files that users get.
[[nodiscard]] std::filesystem::path source_folder();

} // namespace barograph::test
