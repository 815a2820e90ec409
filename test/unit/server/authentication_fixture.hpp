#pragma once
#include "kube/client_certificates.hpp"
#include "kube/front_proxy.hpp"
#include "kube/token_authenticator.hpp"
#include "server/authenticator_union.hpp"
#include "server/bearer_token_method.hpp"
#include "server/client_certificate_method.hpp"
#include "server/front_proxy_method.hpp"
#include "server/grounds.hpp"
#include "test/support/certificates.hpp"
#include "test/unit/server/tls_listener.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// Answers with who asks: name, groups and extra fields; then, after `|`, with the names of the header's
/// fields that everything behind the authentication sees.
class who_am_i final : public server::request_handler {
public:
    explicit who_am_i(server::authenticator& who) : who_(who) {}

    net::awaitable<server::reply> handle(const server::request& question) override {
        server::grounds told;
        auto asking = question;
        asking.basis = wants_to_know ? &told : nullptr;
        const auto user = co_await who_.authenticate(asking);
        believed = told.believed;
        who_.strip_credentials(question.fields);
        std::string text = user ? user->name : "error: " + user.error().message;
        unsigned status = 200;
        if (user) {
            for (const auto& group : user->groups) {
                text += " " + group;
            }
            for (const auto& [key, values] : user->extra) {
                text += " " + key + "=" + values.front();
            }
        } else {
            status = user.error().what == server::authentication_error::kind::unauthorized ? 401 : 503;
        }
        text = std::to_string(status) + " " + text + " |";
        for (const auto& field : question.fields) {
            text += " " + std::string(field.name_string());
        }
        co_return server::make_reply(status, server::text_type, std::move(text));
    }

    [[nodiscard]] server::reply refuse(unsigned status, std::string_view reason) override {
        return server::make_reply(status, server::text_type, std::string(reason));
    }

    /// Whether to ask what an answer rests on, and what the last one did.
    bool wants_to_know = true;
    server::grounds::proof believed = server::grounds::proof::none;

private:
    server::authenticator& who_;
};

/// Both kinds of CAs, as the test says.
class settable_trust final : public kube::request_header_source, public kube::client_ca_source {
public:
    [[nodiscard]] std::shared_ptr<const kube::request_header_config> current() const override {
        return config;
    }

    [[nodiscard]] std::shared_ptr<const std::string> current_client_ca() const override { return ca; }

    void trust_proxies_of(const std::string& pem) {
        config = std::make_shared<kube::request_header_config>(
            kube::request_header_config{.client_ca_pem = pem,
                                        .allowed_names = {"front-proxy-client"},
                                        .username_headers = {"X-Remote-User", "X-Alias"},
                                        .group_headers = {"X-Remote-Group"},
                                        .extra_headers_prefixes = {"X-Remote-Extra-"},
                                        .uid_headers = {},
                                        .cluster_client_ca_pem = {}});
    }

    void trust_users_of(const std::string& pem) { ca = std::make_shared<const std::string>(pem); }

    std::shared_ptr<const kube::request_header_config> config;
    std::shared_ptr<const std::string> ca;
};

/// Knows the tokens that the test says; every other is nobody's.
class scripted_tokens final : public kube::token_authenticator {
public:
    net::awaitable<std::expected<std::optional<kube::user_info>, kube::error>>
    authenticate(std::string token) override {
        ++asked;
        if (failure) {
            co_return std::unexpected(*failure);
        }
        const auto found = users.find(token);
        co_return found == users.end() ? std::nullopt : std::optional(found->second);
    }

    std::map<std::string, kube::user_info> users{
        {"abc", {.name = "sam", .uid = {}, .groups = {"system:serviceaccounts"}, .extra = {}}}};
    std::optional<kube::error> failure;
    int asked = 0;
};

/// A server that authenticates in every way, and clients with what certificate and header the test wants.
struct authentication_fixture {
    authentication_fixture() {
        trust.trust_proxies_of(proxy_ca.pem());
        trust.trust_users_of(user_ca.pem());
    }

    std::vector<std::unique_ptr<server::authentication_method>> methods() {
        std::vector<std::unique_ptr<server::authentication_method>> all;
        all.push_back(std::make_unique<server::front_proxy_method>(proxy));
        all.push_back(std::make_unique<server::client_certificate_method>(users));
        all.push_back(std::make_unique<server::bearer_token_method>(tokens));
        return all;
    }

    /// Status, user and remaining header, as who_am_i tells them, without the header.
    std::string ask(net::http_client& client) {
        const auto text = server.ask(client);
        return text.substr(0, text.find(" |"));
    }

    std::string ask(const certificate* shown, std::vector<std::pair<std::string, std::string>> headers = {}) {
        const auto one = server.client(shown, std::move(headers));
        return ask(*one);
    }

    net::asio::io_context context;
    certificate proxy_ca{{.common_name = "front-proxy-ca", .is_ca = true}};
    certificate user_ca{{.common_name = "user-ca", .is_ca = true}};
    settable_trust trust;
    kube::front_proxy proxy{trust};
    kube::client_certificates users{trust};
    scripted_tokens tokens;
    telemetry::instruments instruments{"1"};
    server::authenticator_union who{methods(), instruments};
    who_am_i handler{who};
    tls_listener server{context, handler};
};

inline const std::string anonymous = "200 system:anonymous system:unauthenticated";

} // namespace barograph::test
