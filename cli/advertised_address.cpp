#include "cli/advertised_address.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstring>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>
#include <optional>

namespace barograph::cli {

namespace {

namespace ip = boost::asio::ip;

template <typename Socket_address>
Socket_address as(const sockaddr* address) {
    Socket_address result{};
    std::memcpy(&result, address, sizeof result);
    return result;
}

std::optional<ip::address> address_of(const ifaddrs& interface) {
    if (interface.ifa_addr == nullptr || (interface.ifa_flags & IFF_UP) == 0) {
        return std::nullopt;
    }
    if (interface.ifa_addr->sa_family == AF_INET) {
        return ip::address_v4(ntohl(as<sockaddr_in>(interface.ifa_addr).sin_addr.s_addr));
    }
    if (interface.ifa_addr->sa_family == AF_INET6) {
        ip::address_v6::bytes_type bytes{};
        const auto source = as<sockaddr_in6>(interface.ifa_addr).sin6_addr;
        std::memcpy(bytes.data(), &source, bytes.size());
        return ip::address_v6(bytes);
    }
    return std::nullopt;
}

bool is_reachable(const ip::address& address) {
    return !address.is_loopback() && !(address.is_v6() && address.to_v6().is_link_local()) &&
           !(address.is_v4() && address.to_v4().to_uint() >> 16U == 0xA9FEU);
}

std::optional<ip::address> own_address() {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return std::nullopt;
    }
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, ::freeifaddrs);
    std::optional<ip::address> found;
    for (const auto* each = list; each != nullptr; each = each->ifa_next) {
        const auto address = address_of(*each);
        if (address && is_reachable(*address) && (!found || (found->is_v6() && address->is_v4()))) {
            found = address;
        }
    }
    return found;
}

} // namespace

std::string advertised_address(const ip::tcp::endpoint& endpoint) {
    const auto address = endpoint.address().is_unspecified() ? own_address() : endpoint.address();
    if (!address) {
        return {};
    }
    const auto text = address->to_string();
    return (address->is_v6() ? "[" + text + "]" : text) + ":" + std::to_string(endpoint.port());
}

} // namespace barograph::cli
