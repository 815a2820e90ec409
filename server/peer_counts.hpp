#pragma once
#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <mutex>

namespace barograph::server {

/// Whom a connection from this address is counted for: an IPv4 address itself, also when a dual-stack socket
/// tells of it in IPv6's form; of an IPv6 address its /64, all of which one host may have (RFC 6177, RFC
/// 8981). A link-local prefix counts for each link apart.
[[nodiscard]] boost::asio::ip::address counted_peer(const boost::asio::ip::address& from);

/// How many connections there are, and from whom, by counted_peer(). Thread-safe.
class peer_counts {
public:
    using address = boost::asio::ip::address;

    [[nodiscard]] std::size_t of(const address& peer) const;
    void add(const address& peer);
    void remove(const address& peer);

private:
    mutable std::mutex lock_;
    std::map<address, std::size_t> counts_;
};

} // namespace barograph::server
