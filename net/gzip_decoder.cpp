#include "net/gzip_decoder.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <stdexcept>
#include <zlib.h>

namespace barograph::net {

namespace {

// The largest window there is, and gzip's header and trailer around the data.
constexpr int gzip_window = 15 + 16;

} // namespace

struct gzip_decoder::state {
    state() {
        const auto failure = inflateInit2(&inflater, gzip_window);
        if (failure == Z_MEM_ERROR) {
            throw std::bad_alloc();
        }
        if (failure != Z_OK) {
            throw std::logic_error("zlib is not the one that Barograph was built with");
        }
    }

    state(const state&) = delete;
    state& operator=(const state&) = delete;

    ~state() { inflateEnd(&inflater); }

    outcome step(const receiver& into);

    z_stream inflater{};
    bool is_whole = false;
    std::array<char, std::size_t{32} << 10U> decoded{};
};

gzip_decoder::gzip_decoder() : state_(std::make_unique<state>()) {}

gzip_decoder::~gzip_decoder() = default;

bool gzip_decoder::is_whole() const {
    return state_->is_whole;
}

// Decodes as much as there is room for.
gzip_decoder::outcome gzip_decoder::state::step(const receiver& into) {
    if (is_whole) {
        // More after the end of a member is another member.
        inflateReset(&inflater);
        is_whole = false;
    }
    inflater.next_out = reinterpret_cast<Bytef*>(decoded.data());
    inflater.avail_out = static_cast<uInt>(decoded.size());
    const auto result = inflate(&inflater, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) {
        throw std::bad_alloc();
    }
    // Z_BUF_ERROR: all of the piece was used up before.
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return outcome::malformed;
    }
    is_whole = result == Z_STREAM_END;
    const auto size = decoded.size() - inflater.avail_out;
    return size == 0 || into({decoded.data(), size}) ? outcome::going_on : outcome::stopped;
}

gzip_decoder::outcome gzip_decoder::write(std::string_view piece, const receiver& into) {
    constexpr std::size_t most_at_once = std::numeric_limits<uInt>::max();
    auto& inflater = state_->inflater;
    while (!piece.empty()) {
        const auto part = piece.substr(0, most_at_once);
        piece.remove_prefix(part.size());
        // zlib's interface is older than const; it only reads.
        inflater.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
        inflater.avail_in = static_cast<uInt>(part.size());
        // Without room left there may be more to come out of what already went in.
        do {
            if (const auto result = state_->step(into); result != outcome::going_on) {
                return result;
            }
        } while (inflater.avail_in > 0 || (inflater.avail_out == 0 && !state_->is_whole));
    }
    return outcome::going_on;
}

} // namespace barograph::net
