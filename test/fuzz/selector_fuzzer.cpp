// Any text as a label selector: parsing ends, and what parses has a normal form that parses to the same.
#include "rules/selector.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace barograph::rules;
    const auto parsed = parse_selector({reinterpret_cast<const char*>(data), size});
    if (!parsed) {
        return parsed.error().empty() ? (std::abort(), 0) : 0;
    }
    const auto normal = to_string(*parsed);
    const auto again = parse_selector(normal);
    if (!again || to_string(*again) != normal) {
        std::abort();
    }
    return 0;
}
