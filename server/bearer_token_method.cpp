#include "server/bearer_token_method.hpp"

#include <boost/beast/core/string.hpp>

#include <utility>

namespace barograph::server {

std::optional<std::string> bearer_token(std::string_view authorization) {
    constexpr std::string_view white = " \t";
    const auto first = authorization.find_first_not_of(white);
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    authorization = authorization.substr(first, authorization.find_last_not_of(white) - first + 1);
    const auto space = authorization.find(' ');
    const auto scheme = authorization.substr(0, space);
    if (space == std::string_view::npos || !boost::beast::iequals({scheme.data(), scheme.size()}, "bearer")) {
        return std::nullopt;
    }
    // What follows a second space is passed over; two spaces after the scheme leave no token.
    authorization.remove_prefix(space + 1);
    const auto token = authorization.substr(0, authorization.find(' '));
    return token.empty() ? std::nullopt : std::optional<std::string>(token);
}

net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
bearer_token_method::authenticate(const request& question) {
    const auto field = question.fields[http::field::authorization];
    auto token = bearer_token({field.data(), field.size()});
    if (!token) {
        co_return std::nullopt;
    }
    auto user = co_await tokens_.authenticate(std::move(*token));
    if (!user) {
        co_return std::unexpected(
            authentication_error{authentication_error::kind::unavailable, user.error().message});
    }
    if (!*user) {
        co_return std::unexpected(
            authentication_error{authentication_error::kind::unauthorized, "the bearer token is not valid"});
    }
    co_return std::move(*user);
}

} // namespace barograph::server
