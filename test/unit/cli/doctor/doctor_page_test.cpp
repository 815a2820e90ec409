#include "cli/doctor/doctor_report.hpp"
#include "cli/doctor/needed_rights.hpp"
#include "test/support/catch.hpp"
#include "test/support/fenced_blocks.hpp"
#include "test/support/source_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace doctor_page_test {

using namespace barograph;
using test::ContainsSubstring;

TEST_CASE("the doctor's page shows a report for programs as it is written, with a line of today's words") {
    const auto rights = cli::server_rights("system:serviceaccount:monitoring:barograph");
    const auto& right = rights.front();
    const auto json =
        cli::findings_json({cli::fine("available", "kube-apiserver finds it available"),
                            cli::wrong("permission",
                                       "system:serviceaccount:monitoring:barograph may not create " +
                                           right.what + ": " + right.consequence,
                                       right.grant)});
    const auto blocks = test::fenced_blocks("docs/doctor.md");
    const auto shown = std::ranges::find(blocks, "json", &test::fenced_block::language);
    REQUIRE(shown != blocks.end());
    CHECK(shown->content == json);
}

TEST_CASE("the doctor's page tells of each right of the server what its lack means") {
    std::ifstream file(test::source_folder() / "docs/doctor.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    REQUIRE_FALSE(page.empty());
    for (const auto& right : cli::server_rights("x")) {
        CHECK_THAT(page, ContainsSubstring("| " + right.consequence + " |"));
    }
}

} // namespace doctor_page_test
