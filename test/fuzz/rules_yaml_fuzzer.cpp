// Any bytes as a file of rules: loading ends with a configuration, or with problems that all have a message.
#include "config/load.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto loaded = barograph::config::parse("rules.yaml", {reinterpret_cast<const char*>(data), size});
    if (loaded) {
        return 0;
    }
    if (loaded.error().empty()) {
        std::abort();
    }
    for (const auto& problem : loaded.error()) {
        if (problem.message.empty() ||
            barograph::config::to_string(problem).find('\n') != std::string::npos) {
            std::abort();
        }
    }
    return 0;
}
