#include "cli/doctor/doctor_report.hpp"
#include "test/support/catch.hpp"

namespace doctor_report_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

const cli::findings mixed{cli::fine("a", "good"), cli::wrong("long-name", "bad", "mend it"),
                          cli::warning("a", "odd", "look"), cli::skipped("b", "unseen")};

} // namespace

TEST_CASE("the doctor's report has a line for each finding, and counts them") {
    CHECK(cli::findings_text(mixed, false) == "ok:       a          good\n"
                                              "wrong:    long-name  bad; repair: mend it\n"
                                              "warning:  a          odd; repair: look\n"
                                              "skipped:  b          unseen\n"
                                              "1 ok, 1 wrong, 1 warning, 1 skipped\n");
    CHECK_THAT(cli::findings_text(mixed, true), ContainsSubstring("\x1b[1;31mwrong:   \x1b[0m"));
}

TEST_CASE("what a cluster says can't command the terminal that the report is read on") {
    const auto text = cli::findings_text({cli::wrong("a", "x\x1b[2J\ny", "z\x1b[1m")}, false);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("x\\x1b[2J\\ny; repair: z\\x1b[1m\n"));
}

TEST_CASE("the doctor's report for programs is JSON, whatever the texts hold") {
    CHECK(cli::findings_json({}) ==
          "{\n  \"checks\": [],\n  \"summary\": {\n    \"ok\": 0,\n    \"wrong\": 0,\n"
          "    \"warnings\": 0,\n    \"skipped\": 0\n  }\n}\n");
    CHECK_THAT(cli::findings_json({cli::fine("a", "\xff\n")}), ContainsSubstring("\"\\ufffd\\n\""));
}

} // namespace doctor_report_test
