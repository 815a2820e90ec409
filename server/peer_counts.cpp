#include "server/peer_counts.hpp"

#include <algorithm>

namespace barograph::server {

boost::asio::ip::address counted_peer(const boost::asio::ip::address& from) {
    using namespace boost::asio::ip;
    if (from.is_v4()) {
        return from;
    }
    const auto whole = from.to_v6();
    if (whole.is_v4_mapped()) {
        return make_address_v4(v4_mapped, whole);
    }
    auto bytes = whole.to_bytes();
    std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
    return address_v6(bytes, whole.scope_id());
}

std::size_t peer_counts::of(const address& peer) const {
    const std::scoped_lock locked(lock_);
    const auto found = counts_.find(counted_peer(peer));
    return found == counts_.end() ? 0 : found->second;
}

void peer_counts::add(const address& peer) {
    const std::scoped_lock locked(lock_);
    ++counts_[counted_peer(peer)];
}

void peer_counts::remove(const address& peer) {
    const std::scoped_lock locked(lock_);
    if (const auto found = counts_.find(counted_peer(peer)); found != counts_.end() && --found->second == 0) {
        counts_.erase(found);
    }
}

} // namespace barograph::server
