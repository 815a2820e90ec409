#include "server/authenticator_union.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace barograph::server {

namespace {

// Whatever methods there are, and before the front proxy's own names are known.
bool is_usual_credential(std::string_view field) {
    constexpr std::string_view identity = "X-Remote-";
    const auto begin = field.substr(0, identity.size());
    return boost::beast::iequals({begin.data(), begin.size()}, {identity.data(), identity.size()}) ||
           boost::beast::iequals({field.data(), field.size()}, "Authorization");
}

std::string_view result_of(const std::expected<kube::user_info, authentication_error>& who) {
    if (who) {
        return "success";
    }
    return who.error().what == authentication_error::kind::unauthorized ? "failure" : "error";
}

} // namespace

net::awaitable<std::expected<kube::user_info, authentication_error>>
authenticator_union::authenticate(const request& question) {
    const auto begun = net::steady_clock::now();
    auto found = co_await find(question);
    counts_.count_authentication(found.method, result_of(found.who), net::steady_clock::now() - begun);
    co_return std::move(found.who);
}

net::awaitable<authenticator_union::finding> authenticator_union::find(const request& question) {
    std::optional<finding> failure;
    for (const auto& method : methods_) {
        auto user = co_await method->authenticate(question);
        if (user && *user) {
            co_return finding{kube::with_authenticated_group(std::move(**user)), method->name()};
        }
        if (!user) {
            // What can't be judged goes before what is wrong: asked again, it may be right.
            if (!failure || user.error().what == authentication_error::kind::unavailable) {
                failure = finding{std::unexpected(std::move(user.error())), method->name()};
            } else {
                failure->who.error().message += "; " + user.error().message;
            }
        }
    }
    if (failure) {
        co_return std::move(*failure);
    }
    co_return finding{kube::anonymous_user(), "anonymous"};
}

void authenticator_union::strip_credentials(http::fields& fields) const {
    for (auto field = fields.begin(); field != fields.end();) {
        const std::string_view name(field->name_string().data(), field->name_string().size());
        const bool secret =
            is_usual_credential(name) ||
            std::ranges::any_of(methods_, [&](const auto& method) { return method->is_credential(name); });
        field = secret ? fields.erase(field) : std::next(field);
    }
}

} // namespace barograph::server
