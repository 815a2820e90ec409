#include "telemetry/instruments.hpp"
#include "telemetry/process_metrics.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace process_metrics_test {

using namespace barograph;

namespace {

std::map<std::string, double> values_of(const telemetry::process_metrics& metrics) {
    std::map<std::string, double> values;
    for (const auto& family : metrics.Collect()) {
        REQUIRE(family.metric.size() == 1);
        const auto& metric = family.metric.front();
        values[family.name] =
            family.type == ::prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value;
    }
    return values;
}

} // namespace

TEST_CASE("a process tells its time, memory, start and descriptors as proc(5) has them") {
    const test::temporary_folder folder;
    std::filesystem::create_directories(folder.path() / "self/fd");
    for (const auto* descriptor : {"0", "1", "7"}) {
        folder.write(std::string("self/fd/") + descriptor, "");
    }
    folder.write("self/stat", "42 (a) b (c) S 1 42 42 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 3 0 1000 "
                              "123456789 77 18446744073709551615 1 1 0\n");
    folder.write("stat", "cpu  1 2 3\nintr 5\nbtime 1700000000\nprocesses 9\n");
    const auto values = values_of(telemetry::process_metrics(folder.path().string()));
    const auto tick = static_cast<double>(::sysconf(_SC_CLK_TCK));
    CHECK(values.at("process_cpu_seconds_total") == 300 / tick);
    CHECK(values.at("process_virtual_memory_bytes") == 123456789);
    CHECK(values.at("process_resident_memory_bytes") == 77 * static_cast<double>(::sysconf(_SC_PAGESIZE)));
    CHECK(values.at("process_start_time_seconds") == 1700000000 + 1000 / tick);
    CHECK(values.at("process_open_fds") == 3);
    CHECK(values.at("process_max_fds") > 3);
}

TEST_CASE("what cannot be read is left out") {
    const test::temporary_folder folder;
    CHECK(values_of(telemetry::process_metrics(folder.path().string())).size() == 1);
    std::filesystem::create_directories(folder.path() / "self");
    folder.write("self/stat", "42 (cut) S 1 42");
    folder.write("stat", "btime 1\n");
    CHECK(values_of(telemetry::process_metrics(folder.path().string())).size() == 1);
}

TEST_CASE("the values are this process' own, of now") {
    const telemetry::process_metrics metrics;
    const auto before = values_of(metrics);
    CHECK(before.size() == 6);
    CHECK(before.at("process_resident_memory_bytes") > 1 << 20);
    CHECK(before.at("process_start_time_seconds") > 1.7e9);
    const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    CHECK(values_of(metrics).at("process_open_fds") == before.at("process_open_fds") + 1);
    ::close(descriptor);
    CHECK_THAT(telemetry::instruments("1").expose(),
               test::ContainsSubstring("\n# TYPE process_cpu_seconds_total counter\n"));
}

} // namespace process_metrics_test
