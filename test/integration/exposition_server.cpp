#include "test/integration/exposition_server.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace barograph::test {

namespace {

scripted_answer exposition_answer(std::string text) {
    auto answer = scripted_answer::reply(200, std::move(text));
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return answer;
}

} // namespace

exposition_server::exposition_server(std::string text)
    : server_(std::make_unique<scripted_server>(context_.get_executor())),
      address_("127.0.0.1:" + std::to_string(server_->port())) {
    server_->always(exposition_answer(std::move(text)));
    thread_ = std::jthread([this] { context_.run(); });
}

exposition_server::~exposition_server() {
    net::asio::post(context_, [this] {
        server_.reset();
        keep_running_.reset();
    });
}

void exposition_server::set(std::string text) {
    net::asio::post(context_, [this, text = std::move(text)] { server_->always(exposition_answer(text)); });
}

} // namespace barograph::test
