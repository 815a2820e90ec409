// Any bytes as gzip, however they are cut: the same comes out, or the same is found wrong. Any bytes packed
// by zlib come back as they were, and only then count as whole.
#include "net/gzip_decoder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <zlib.h>

namespace {

using barograph::net::gzip_decoder;

constexpr std::size_t most_decoded = std::size_t{1} << 20U;

struct decoded {
    std::string text;
    gzip_decoder::outcome how = gzip_decoder::outcome::going_on;
    bool is_whole = false;

    bool operator==(const decoded&) const = default;
};

decoded decode(std::string_view packed, std::size_t longest) {
    gzip_decoder decoder;
    decoded result;
    std::size_t length = 1;
    while (!packed.empty() && result.how == gzip_decoder::outcome::going_on) {
        const auto piece = packed.substr(0, length);
        packed.remove_prefix(piece.size());
        result.how = decoder.write(piece, [&](std::string_view text) {
            const auto room = most_decoded - result.text.size();
            result.text.append(text.substr(0, room));
            return text.size() <= room;
        });
        length = std::min(length * 2, longest);
    }
    result.is_whole = result.how == gzip_decoder::outcome::going_on && decoder.is_whole();
    return result;
}

std::string pack(std::string_view text) {
    z_stream packer{};
    constexpr int gzip_window = 15 + 16;
    constexpr int memory = 8;
    if (deflateInit2(&packer, Z_BEST_SPEED, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) {
        std::abort();
    }
    std::string packed(deflateBound(&packer, text.size()), '\0');
    packer.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    packer.avail_in = static_cast<uInt>(text.size());
    packer.next_out = reinterpret_cast<Bytef*>(packed.data());
    packer.avail_out = static_cast<uInt>(packed.size());
    deflate(&packer, Z_FINISH);
    packed.resize(packer.total_out);
    deflateEnd(&packer);
    return packed;
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto whole = decode(bytes, std::string::npos / 4);
    const auto pieces = decode(bytes, 1 + size % 7);
    // Where it goes wrong, more or less may have come out before, and that may have been too much already.
    constexpr auto well = gzip_decoder::outcome::going_on;
    require((whole.how == well) == (pieces.how == well));
    require(whole.how != well || whole == pieces);

    const auto packed = pack(bytes);
    const decoded same{.text = bytes, .how = gzip_decoder::outcome::going_on, .is_whole = true};
    require(decode(packed, 1 + size % 7) == same);
    require(decode(packed + packed, 64).text == bytes + bytes);
    require(!decode(std::string_view(packed).substr(0, packed.size() - 1), 64).is_whole);
    return 0;
}
