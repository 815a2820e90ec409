#include "test/support/catch.hpp"
#include "test/support/child_process.hpp"
#include "test/support/source_folder.hpp"
#include "test/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace program_test {

namespace {

using namespace barograph::test;
using nlohmann::json;

const std::filesystem::path recording = source_folder() / "test/vectors/prometheus-adapter.json";

finished_program run(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{BAROGRAPH_VECTORS_PROGRAM};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_program(command);
}

json recorded() {
    std::ifstream file(recording);
    return json::parse(file);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

} // namespace

TEST_CASE("every recorded case is answered, in order, and all that are no defects as recorded") {
    const auto finished = run({recording.string()});
    CHECK(finished.status == 0);
    auto lines = lines_of(finished.output);
    REQUIRE_FALSE(lines.empty());
    const auto summary = lines.back();
    lines.pop_back();

    const auto expected = recorded();
    std::size_t defects = 0;
    auto line = lines.begin();
    for (const auto& [group, cases] : expected.items()) {
        for (const auto& one : cases) {
            REQUIRE(line != lines.end());
            const auto answered = json::parse(*line++);
            INFO(answered.dump());
            CHECK(answered.at("group") == group);
            CHECK(answered.at("name") == one.at("name"));
            CHECK(answered.at("ok") == (one.contains("defect") ? json(nullptr) : json(true)));
            CHECK(answered.contains("got"));
            defects += one.contains("defect") ? 1U : 0U;
        }
    }
    CHECK(line == lines.end());
    CHECK(lines.size() == 523);
    CHECK(summary == std::to_string(lines.size() - defects) + " passed, 0 failed");
}

TEST_CASE("one wrong expectation fails the whole run") {
    auto changed = recorded();
    changed["protobuf"][0]["want"]["hex"] = "6b387300";
    const temporary_folder folder;
    const auto finished = run({folder.write("changed.json", changed.dump())});
    CHECK(finished.status == 1);
    CHECK_THAT(finished.output, ContainsSubstring(" passed, 1 failed\n"));
}

TEST_CASE("a file that is no recording is told from one with failures") {
    const temporary_folder folder;
    for (const auto& file : {folder.path().string() + "/none.json", folder.path().string(),
                             folder.write("broken.json", "{\"query\": ["), folder.write("list.json", "[]"),
                             folder.write("bytes.json", "{\"\xff\": []}"),
                             folder.write("deep.json", "{\"x\":" + std::string(1'000'000, '[')),
                             folder.write("empty.json", "")}) {
        INFO(file);
        const auto finished = run({file});
        CHECK(finished.status == 2);
        CHECK_THAT(finished.output, StartsWith("vectors: "));
        CHECK_THAT(finished.output, ContainsSubstring(file));
    }
}

TEST_CASE("wrong usage is refused, asking for help is not") {
    for (const auto& arguments : {std::vector<std::string>{}, {"a", "b"}, {"--unknown"}}) {
        const auto finished = run(arguments);
        CHECK(finished.status == 2);
        CHECK_THAT(finished.output, StartsWith("usage: vectors FILE"));
    }
    CHECK(run({"--help"}).status == 0);
}

TEST_CASE("a recording without groups has no failures") {
    const temporary_folder folder;
    const auto finished = run({folder.write("empty.json", "{}")});
    CHECK(finished.status == 0);
    CHECK(finished.output == "0 passed, 0 failed\n");
}

} // namespace program_test
