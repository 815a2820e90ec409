#include "kube/api_client.hpp"

#include "kube/api_answer.hpp"
#include "net/http_client.hpp"
#include "net/http_stream.hpp"
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

log_sink about_tls(const log_sink& log) {
    const auto after = [](std::function<void(const std::string&)> say) {
        return [say = std::move(say)](const std::string& text) {
            if (say) {
                say("TLS settings for the Kubernetes API: " + text);
            }
        };
    };
    return {.info = after(log.info), .warning = after(log.warning)};
}

// A token file goes before a fixed token, which then serves while the file can't be read: as in client-go.
token_source follow_token(const cluster_credentials& credentials, const log_sink& log) {
    auto file = credentials.token_file.empty()
                    ? nullptr
                    : std::make_shared<net::token_file>(credentials.token_file, log);
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

class http_event_lines final : public event_lines {
public:
    http_event_lines(net::http_stream body, std::string asked, std::string server)
        : body_(std::move(body)), asked_(std::move(asked)), server_(std::move(server)) {}

    net::awaitable<std::expected<std::optional<std::string>, error>> next(net::time_point deadline) override {
        for (;;) {
            if (const auto end = pending_.find('\n', searched_); end != std::string::npos) {
                auto line = pending_.substr(0, end);
                pending_.erase(0, end + 1);
                searched_ = 0;
                if (!line.empty()) {
                    co_return line;
                }
                continue;
            }
            searched_ = pending_.size();
            if (pending_.size() > largest_object) {
                co_return std::unexpected(failure(
                    {net::http_errc::too_large, server_ + ": an event is larger than any object can be"}));
            }
            auto piece = co_await body_.read_some(deadline);
            if (!piece) {
                co_return std::unexpected(failure(std::move(piece.error())));
            }
            if (piece->empty()) {
                // A last line without an end was cut short; the next watch tells it again.
                co_return std::nullopt;
            }
            pending_ += *piece;
        }
    }

private:
    [[nodiscard]] error failure(net::http_error cause) const {
        return judge_answer(std::unexpected(std::move(cause)), asked_, server_).error();
    }

    net::http_stream body_;
    std::string asked_;
    std::string server_;
    std::string pending_;
    std::size_t searched_ = 0; ///< so far `pending_` holds no line's end
};

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

    net::awaitable<std::expected<std::unique_ptr<event_lines>, error>>
    follow(std::string path, net::time_point deadline) override {
        const auto asked = "GET " + path;
        net::http_request request;
        request.target = std::move(path);
        auto opened = co_await http_.open_stream(std::move(request), deadline);
        if (!opened) {
            co_return std::unexpected(
                judge_answer(std::unexpected(std::move(opened.error())), asked, server_).error());
        }
        constexpr unsigned ok = 200;
        if (opened->status() != ok) {
            auto body = co_await opened->read_rest(largest_object, deadline);
            net::http_response answer{.status = opened->status(), .body = {}};
            answer.retry_after = opened->retry_after();
            answer.body = std::move(body).value_or(std::string());
            auto judged = judge_answer(std::move(answer), asked, server_);
            co_return std::unexpected(judged ? error{errc::malformed, asked + ": not an answer that goes on"}
                                             : std::move(judged.error()));
        }
        co_return std::make_unique<http_event_lines>(std::move(*opened), asked, server_);
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

std::expected<net::http_client_options, std::string> connection_options(cluster_credentials credentials,
                                                                        const log_sink& log) {
    net::http_client_options options;
    options.base = std::move(credentials.server);
    options.max_body_bytes = largest_object;
    options.authorization = follow_token(credentials, log);
    if (const auto token = options.authorization(); !token) {
        return std::unexpected(token.error());
    }
    if (options.base.tls) {
        auto tls = net::tls_client::create(std::move(credentials.tls), about_tls(log));
        if (!tls) {
            return std::unexpected(std::move(tls.error()));
        }
        options.tls = std::make_shared<net::tls_client>(std::move(*tls));
    }
    return options;
}

std::expected<std::unique_ptr<api_client>, std::string>
create_api_client(net::executor ex, cluster_credentials credentials, const log_sink& log) {
    auto options = connection_options(std::move(credentials), log);
    if (!options) {
        return std::unexpected(std::move(options.error()));
    }
    return std::make_unique<http_api_client>(ex, std::move(*options));
}

} // namespace barograph::kube
