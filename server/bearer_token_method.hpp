#pragma once
#include "kube/token_authenticator.hpp"
#include "server/authentication_method.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace barograph::server {

/// The token of an Authorization header, read as Go's API servers read it; nothing for another scheme or
/// without a token.
std::optional<std::string> bearer_token(std::string_view authorization);

/// Users with a bearer token. `tokens` must outlive this.
class bearer_token_method final : public authentication_method {
public:
    explicit bearer_token_method(kube::token_authenticator& tokens) : tokens_(tokens) {}

    [[nodiscard]] std::string_view name() const override { return "token"; }

    net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
    authenticate(const request& question) override;

private:
    kube::token_authenticator& tokens_;
};

} // namespace barograph::server
