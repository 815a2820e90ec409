#pragma once
#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <mutex>

namespace barograph::server {

/// How many connections there are, and from whom. Thread-safe.
class peer_counts {
public:
    using address = boost::asio::ip::address;

    [[nodiscard]] std::size_t of(const address& peer) const {
        const std::scoped_lock locked(lock_);
        const auto found = counts_.find(peer);
        return found == counts_.end() ? 0 : found->second;
    }

    void add(const address& peer) {
        const std::scoped_lock locked(lock_);
        ++counts_[peer];
    }

    void remove(const address& peer) {
        const std::scoped_lock locked(lock_);
        if (const auto found = counts_.find(peer); found != counts_.end() && --found->second == 0) {
            counts_.erase(found);
        }
    }

private:
    mutable std::mutex lock_;
    std::map<address, std::size_t> counts_;
};

} // namespace barograph::server
