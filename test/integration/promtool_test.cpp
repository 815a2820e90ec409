#include "telemetry/instruments.hpp"
#include "test/support/catch.hpp"
#include "test/support/child_process.hpp"
#include "test/support/temporary_folder.hpp"

namespace promtool_test {

using namespace barograph;

namespace {

test::finished_program checked(const std::string& exposition) {
    const test::temporary_folder folder;
    const auto file = folder.write("metrics.txt", exposition);
    return test::run_program({"sh", "-c", "promtool check metrics < '" + file + "'"});
}

} // namespace

TEST_CASE("promtool finds nothing to say about Barograph's own metrics") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_request("GET", 200);
    instruments.count_request("made up", 405);
    instruments.count_prometheus_request("query", true, std::chrono::milliseconds(3));
    instruments.count_prometheus_request("series_names", false, std::chrono::milliseconds(3));
    instruments.set_prometheus_backend("http://prometheus:9090", true);
    instruments.set_listed_metrics(7);
    const auto verdict = checked(instruments.expose());
    CHECK(verdict.output.empty());
    CHECK(verdict.status == 0);

    // It would have found something.
    CHECK(checked("# TYPE requests counter\nrequests 1\n").status != 0);
}

} // namespace promtool_test
