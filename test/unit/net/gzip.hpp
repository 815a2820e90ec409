#pragma once
#include <string>
#include <string_view>

namespace barograph::test {

/// `plain` as one member of a gzip file, packed as tightly as zlib can.
std::string gzip(std::string_view plain);

} // namespace barograph::test
