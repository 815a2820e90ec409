#include "kube/api_client.hpp"

#include "kube/api_answer.hpp"
#include "net/http_client.hpp"
#include "net/token_file.hpp"

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

// A ConfigMap or an access review is small: etcd itself keeps no object beyond 1.5 MiB.
constexpr std::size_t largest_object = std::size_t{4} << 20U;

using token_source = std::function<std::expected<std::string, std::string>()>;

// A line break in a token would end the header field and begin another.
bool fits_a_header(const std::string& token) {
    return std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7F'; });
}

// A token file goes before a fixed token, which then serves while the file can't be read: as in client-go.
token_source follow_token(const cluster_credentials& credentials) {
    auto file =
        credentials.token_file.empty() ? nullptr : std::make_shared<net::token_file>(credentials.token_file);
    return [file, fixed = credentials.token]() -> std::expected<std::string, std::string> {
        auto token = file ? file->current() : std::expected<std::string, std::string>(fixed);
        if (!token && !fixed.empty()) {
            token = fixed;
        }
        if (!token || token->empty()) {
            return token;
        }
        if (!fits_a_header(*token)) {
            return std::unexpected("the token for the Kubernetes API holds characters that no token has");
        }
        return "Bearer " + *token;
    };
}

class http_api_client final : public api_client {
public:
    http_api_client(net::executor ex, net::http_client_options options)
        : server_(options.base.redacted()), http_(ex, std::move(options)) {}

    net::awaitable<std::expected<std::string, error>> get(std::string path,
                                                          net::time_point deadline) override {
        net::http_request request;
        request.target = std::move(path);
        co_return co_await ask(std::move(request), deadline);
    }

    net::awaitable<std::expected<std::string, error>> create(std::string path, std::string body,
                                                             net::time_point deadline) override {
        net::http_request request;
        request.method = "POST";
        request.target = std::move(path);
        request.content_type = "application/json";
        request.body = std::move(body);
        co_return co_await ask(std::move(request), deadline);
    }

private:
    net::awaitable<std::expected<std::string, error>> ask(net::http_request request,
                                                          net::time_point deadline) {
        const auto asked = request.method + " " + request.target;
        auto answer = co_await http_.send(std::move(request), deadline);
        co_return judge_answer(std::move(answer), asked, server_);
    }

    std::string server_;
    net::http_client http_;
};

} // namespace

std::expected<std::unique_ptr<api_client>, std::string> create_api_client(net::executor ex,
                                                                          cluster_credentials credentials) {
    net::http_client_options options;
    options.base = std::move(credentials.server);
    options.max_body_bytes = largest_object;
    options.authorization = follow_token(credentials);
    if (const auto token = options.authorization(); !token) {
        return std::unexpected(token.error());
    }
    if (options.base.tls) {
        auto tls = net::tls_client::create(std::move(credentials.tls));
        if (!tls) {
            return std::unexpected(std::move(tls.error()));
        }
        options.tls = std::make_shared<net::tls_client>(std::move(*tls));
    }
    return std::make_unique<http_api_client>(ex, std::move(options));
}

} // namespace barograph::kube
