// Any bytes as a URL's query: reading ends with a selector or with a sentence that says why not.
#include "rules/query_string.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto selector = barograph::rules::selector_of_query({reinterpret_cast<const char*>(data), size});
    if (!selector && selector.error().empty()) {
        std::abort();
    }
    return 0;
}
