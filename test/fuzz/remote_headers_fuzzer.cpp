// Any header section, a field a line: nobody is named without the front proxy's certificate; what names
// somebody, and nothing else, counts as naming; and each part of an identity was sent.
#include "kube/request_header_authenticator.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace barograph::kube;
using field_list = std::vector<std::pair<std::string, std::string>>;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

field_list fields_of(std::string_view text) {
    field_list fields;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto colon = std::min(line.find(':'), line.size());
        fields.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
    }
    return fields;
}

std::optional<user_info> authenticate(const request_header_config& config,
                                      const std::optional<std::string>& proxy, const field_list& fields) {
    return authenticate_request_header(config, proxy, [&](const header_visitor& visit) {
        for (const auto& [name, value] : fields) {
            visit(name, value);
        }
    });
}

request_header_config usual() {
    request_header_config config;
    config.allowed_names = {"front-proxy-client"};
    config.username_headers = {"X-Remote-User", "X-Other-User"};
    config.group_headers = {"X-Remote-Group"};
    config.extra_headers_prefixes = {"X-Remote-Extra-"};
    config.uid_headers = {"X-Remote-Uid"};
    return config;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto config = usual();
    const auto fields = fields_of({reinterpret_cast<const char*>(data), size});
    const auto is_identity = [](const auto& field) { return is_identity_header(config, field.first); };

    require(!authenticate(config, std::nullopt, fields));
    require(!authenticate(config, "front-proxy-client2", fields));

    const auto user = authenticate(config, "front-proxy-client", fields);
    auto without_identity = fields;
    std::erase_if(without_identity, is_identity);
    require(!authenticate(config, "front-proxy-client", without_identity));
    field_list identity_only;
    std::ranges::copy_if(fields, std::back_inserter(identity_only), is_identity);
    const auto same = authenticate(config, "front-proxy-client", identity_only);
    require(user.has_value() == same.has_value());
    if (!user) {
        return 0;
    }
    require(user->name == same->name && user->uid == same->uid && user->groups == same->groups &&
            user->extra == same->extra);

    const auto was_sent = [&](const std::string& text) {
        return std::ranges::any_of(identity_only, [&](const auto& field) { return field.second == text; });
    };
    require(!user->name.empty() && was_sent(user->name) && (user->uid.empty() || was_sent(user->uid)));
    require(std::ranges::all_of(user->groups, was_sent));
    for (const auto& [key, values] : user->extra) {
        require(!values.empty() && std::ranges::all_of(values, was_sent));
    }
    return 0;
}
