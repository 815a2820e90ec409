#include "test/unit/net/gzip.hpp"

#include <stdexcept>
#include <zlib.h>

namespace barograph::test {

std::string gzip(std::string_view plain) {
    constexpr int gzip_window = 15 + 16;
    constexpr int memory_level = 9;
    z_stream deflater{};
    if (deflateInit2(&deflater, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string packed(deflateBound(&deflater, plain.size()), '\0');
    deflater.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    deflater.avail_in = static_cast<uInt>(plain.size());
    deflater.next_out = reinterpret_cast<Bytef*>(packed.data());
    deflater.avail_out = static_cast<uInt>(packed.size());
    const auto result = deflate(&deflater, Z_FINISH);
    packed.resize(deflater.total_out);
    deflateEnd(&deflater);
    if (result != Z_STREAM_END) {
        throw std::runtime_error("deflate");
    }
    return packed;
}

} // namespace barograph::test
