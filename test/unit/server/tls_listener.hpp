#pragma once
#include "net/http_client.hpp"
#include "net/tls_server.hpp"
#include "server/listener.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// A listener at work over TLS, as in a cluster, and clients that trust its certificate.
class tls_listener {
public:
    explicit tls_listener(net::asio::io_context& context, server::request_handler& handler)
        : context_(context), serving_({.common_name = "barograph",
                                       .extended_key_usage = "serverAuth",
                                       .alternative_names = "IP:127.0.0.1"}) {
        auto tls = net::create_tls_server({.main = {folder_.write("tls.crt", serving_.pem()),
                                                    folder_.write("tls.key", serving_.key_pem())}});
        REQUIRE(tls.has_value());
        auto opened = server::listener::open(
            context.get_executor(), "127.0.0.1", 0, [tls = tls->context] { return tls; }, handler, limits);
        REQUIRE(opened.has_value());
        listener_ = std::move(*opened);
        tasks_.spawn("accepting", listener_->run());
    }

    tls_listener(const tls_listener&) = delete;
    tls_listener& operator=(const tls_listener&) = delete;

    ~tls_listener() { drain(std::chrono::seconds(0)); }

    /// Ends accepting and serving.
    void drain(std::chrono::nanoseconds grace) {
        listener_->stop_accepting();
        run_coroutine(context_, listener_->drain(grace));
        run_coroutine(context_, tasks_.join());
    }

    /// A client that shows `shown`, or no certificate, and sends these headers with every request.
    std::unique_ptr<net::http_client> client(const certificate* shown,
                                             std::vector<std::pair<std::string, std::string>> headers = {}) {
        net::tls_client_options tls{.ca = {.file = {}, .text = serving_.pem()}};
        if (shown != nullptr) {
            tls.certificate.text = shown->pem();
            tls.key.text = shown->key_pem();
        }
        auto trust = net::tls_client::create(std::move(tls));
        REQUIRE(trust.has_value());
        net::http_client_options options{.base = {.tls = true, .host = "127.0.0.1", .port = where().port()},
                                         .tls = std::make_shared<net::tls_client>(std::move(*trust)),
                                         .headers = std::move(headers)};
        return std::make_unique<net::http_client>(context_.get_executor(), std::move(options));
    }

    /// The body of what `client` is answered to GET.
    std::string ask(net::http_client& client, std::string target = "/") {
        net::http_request request{
            .method = "GET", .target = std::move(target), .content_type = {}, .body = {}};
        const auto answer =
            run_coroutine(context_, client.send(std::move(request), net::steady_clock::now() + usual_limit));
        return answer ? answer->body : "no answer: " + answer.error().message;
    }

    [[nodiscard]] net::asio::ip::tcp::endpoint where() const { return listener_->local_endpoint(); }

    server::limits limits; ///< read anew for each connection

private:
    net::asio::io_context& context_;
    temporary_folder folder_;
    certificate serving_;
    std::unique_ptr<server::listener> listener_;
    net::task_group tasks_{context_.get_executor(), [](const std::string& task, const std::exception_ptr&) {
                               FAIL_CHECK(task << " ended by an exception");
                           }};
};

} // namespace barograph::test
