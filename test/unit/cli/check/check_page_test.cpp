#include "test/support/catch.hpp"
#include "test/support/fenced_blocks.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/run_captured.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace check_check_page_test {

using namespace barograph;

namespace {

// In the folder of the file, so that the report names it as the page does.
class working_folder {
public:
    explicit working_folder(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }

    working_folder(const working_folder&) = delete;
    working_folder& operator=(const working_folder&) = delete;

    ~working_folder() { std::filesystem::current_path(before_); }

private:
    std::filesystem::path before_;
};

} // namespace

TEST_CASE("the report for programs is the one that the page shows") {
    const auto blocks = test::fenced_blocks("docs/check.md");
    const auto block = [&](const std::string& language) {
        const auto found = std::ranges::find(blocks, language, &test::fenced_block::language);
        REQUIRE(found != blocks.end());
        return found->content;
    };
    const test::temporary_folder folder;
    folder.write("rules.yaml", block("yaml"));
    const working_folder here(folder.path());
    const auto ended = test::run_captured({"check", "rules.yaml", "-o", "json"});
    CHECK(ended.status == cli::exit_status::success);
    CHECK(ended.out == block("json"));
    CHECK_FALSE(nlohmann::json::parse(ended.out).empty());
}

} // namespace check_check_page_test
