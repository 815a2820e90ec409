#include "net/key_exchange_groups.hpp"

#include "net/tls_context.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace barograph::net {

namespace {

struct group {
    std::string_view number;
    std::string_view go_name;
    std::string_view name; ///< OpenSSL's
};

constexpr std::array groups = {group{"23", "CurveP256", "P-256"},
                               group{"24", "CurveP384", "P-384"},
                               group{"25", "CurveP521", "P-521"},
                               group{"29", "X25519", "X25519"},
                               group{"4587", "SecP256r1MLKEM768", "SecP256r1MLKEM768"},
                               group{"4588", "X25519MLKEM768", "X25519MLKEM768"},
                               group{"4589", "SecP384r1MLKEM1024", "SecP384r1MLKEM1024"}};

} // namespace

std::expected<key_exchange_groups, std::string>
parse_key_exchange_groups(const std::vector<std::string>& wanted) {
    tls_context any(tls_context::tls_server);
    key_exchange_groups result;
    for (const auto& given : wanted) {
        const auto found = std::ranges::find_if(
            groups, [&](const group& each) { return each.number == given || each.go_name == given; });
        if (found == groups.end()) {
            return std::unexpected("\"" + given +
                                   "\" is no group for key exchange; expected numbers such as 29 for X25519");
        }
        if (SSL_CTX_set1_groups_list(any.native_handle(), std::string(found->name).c_str()) != 1) {
            result.missing.emplace_back(found->go_name);
            continue;
        }
        result.list += result.list.empty() ? "" : ":";
        result.list += found->name;
    }
    if (result.list.empty() && !wanted.empty()) {
        return std::unexpected("this OpenSSL has none of these groups");
    }
    return result;
}

} // namespace barograph::net
