#include "telemetry/log.hpp"
#include "test/vectors/run.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

constexpr int unusable = 2;

constexpr std::string_view usage = R"(usage: vectors FILE

Answers the recorded cases in FILE with the code of the server and compares the answers with the recorded ones.
FILE is one JSON object; each member is a group, an array of cases.

Prints a JSON line for each case: {"group","name","ok","got"}. `ok` is null where the recording holds a known
fault, which is not compared. The last line says how many passed and failed.

Exit status: 0 none failed, 1 some failed, 2 wrong usage or an unreadable file.
)";

int fail(std::string_view what) {
    std::cerr << "vectors: " << what << '\n';
    return unusable;
}

// Deeper values would be copied and compared until the stack is used up.
bool is_shallow(int depth, nlohmann::json::parse_event_t /*event*/, nlohmann::json& /*parsed*/) {
    constexpr int deepest = 500;
    if (depth > deepest) {
        throw std::invalid_argument("nested too deeply");
    }
    return true;
}

int run_file(const char* name) {
    nlohmann::json recording;
    try {
        std::ifstream file(name);
        if (!file) {
            return fail(std::string("cannot read ") + name);
        }
        recording = nlohmann::json::parse(file, is_shallow);
    } catch (const std::exception& failure) { // of the parser, or of reading a folder
        return fail(std::string(name) + ": " + failure.what());
    }
    if (!recording.is_object()) {
        return fail(std::string(name) + ": expected one object whose members are groups of cases");
    }
    barograph::telemetry::disable_log();
    const auto counted = barograph::test::vectors::run(recording, std::cout);
    std::cout << counted.passed << " passed, " << counted.failed << " failed" << std::endl;
    if (!std::cout) {
        return fail("cannot write the answers");
    }
    return counted.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && (std::string_view(argv[1]) == "--help" || std::string_view(argv[1]) == "-h")) {
        std::cout << usage;
        return EXIT_SUCCESS;
    }
    if (argc != 2 || std::string_view(argv[1]).starts_with('-')) {
        std::cerr << usage;
        return unusable;
    }
    return run_file(argv[1]);
}
