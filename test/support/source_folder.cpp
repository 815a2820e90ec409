#include "test/support/source_folder.hpp"

namespace barograph::test {

std::filesystem::path source_folder() {
    return BAROGRAPH_SOURCE_DIR;
}

} // namespace barograph::test
