#include "server/source_addresses.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

using net::asio::ip::address;

std::string_view without_blanks_around(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// What is no address is passed over.
void add(std::vector<address>& to, std::string_view text) {
    boost::system::error_code none;
    const auto parsed = net::asio::ip::make_address(std::string(without_blanks_around(text)), none);
    if (!none) {
        to.push_back(parsed);
    }
}

// A dual-stack socket tells of IPv4 in IPv6's form.
address plain(const address& given) {
    using namespace net::asio::ip;
    return given.is_v6() && given.to_v6().is_v4_mapped() ? make_address_v4(v4_mapped, given.to_v6()) : given;
}

} // namespace

std::vector<std::string> source_addresses(const request& question) {
    std::vector<address> found;
    const auto forwarded = question.fields["X-Forwarded-For"];
    std::string_view rest(forwarded.data(), forwarded.size());
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        add(found, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::vector<address> real;
    const auto real_ip = question.fields["X-Real-Ip"];
    add(real, {real_ip.data(), real_ip.size()});
    if (!real.empty() && std::ranges::find(found, real.front()) == found.end()) {
        found.push_back(real.front());
    }
    const auto peer = plain(question.from.peer.address());
    if (found.empty() || found.back() != peer) {
        found.push_back(peer);
    }
    std::vector<std::string> texts;
    std::ranges::transform(found, std::back_inserter(texts),
                           [](const address& one) { return one.to_string(); });
    return texts;
}

} // namespace barograph::server
