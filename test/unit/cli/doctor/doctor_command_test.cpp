#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/run_captured.hpp"

#include <nlohmann/json.hpp>

namespace doctor_command_test {

using namespace barograph;
using test::ContainsSubstring;
using test::run_captured;

TEST_CASE("a cluster that is not there ends the doctor with status 1, in either form") {
    const test::temporary_folder folder;
    const auto kubeconfig =
        folder.write("k", "current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\n"
                          "clusters: [{name: a, cluster: {server: 'http://127.0.0.1:1'}}]\n");
    const auto text = run_captured({"doctor", "--kubeconfig", kubeconfig});
    CHECK(text.status == cli::exit_status::failure);
    CHECK(text.err.empty());
    CHECK_THAT(text.out, ContainsSubstring("wrong:    kubernetes-api ") &&
                             ContainsSubstring("0 ok, 1 wrong, 0 warnings, 12 skipped\n"));
    const auto json = run_captured({"doctor", "--kubeconfig", kubeconfig, "-o", "json"});
    CHECK(json.status == cli::exit_status::failure);
    CHECK(nlohmann::json::parse(json.out)["summary"]["wrong"] == 1);
}

TEST_CASE("a wrong command line of the doctor is status 2, and its help is no error") {
    const auto wrong = run_captured({"doctor", "--service-account", "x"});
    CHECK(wrong.status == cli::exit_status::usage);
    CHECK(wrong.out.empty());
    CHECK_THAT(wrong.err, ContainsSubstring("(see barograph doctor --help)"));
    const auto help = run_captured({"doctor", "--help"});
    CHECK(help.status == cli::exit_status::success);
    CHECK_THAT(help.out, ContainsSubstring("usage: barograph doctor"));
}

} // namespace doctor_command_test
