#pragma once
#include "net/asio.hpp"
#include "server/request_handler.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace barograph::test {

/// Answers each request with its own method, path and query; remembers them all. Can hold answers back.
class scripted_handler final : public server::request_handler {
public:
    explicit scripted_handler(net::executor ex) : released_(ex, net::time_point::max()) {}

    net::awaitable<server::reply> handle(const server::request& question) override {
        auto line = std::string(question.method) + " " + std::string(question.path);
        line += question.query.empty() ? "" : " " + std::string(question.query);
        asked.push_back(line);
        fields = question.fields;
        if (hold) {
            boost::system::error_code woken;
            co_await released_.async_wait(
                net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
        }
        ++answered;
        co_return server::make_reply(200, server::text_type, std::move(line));
    }

    [[nodiscard]] server::reply refuse(unsigned status, std::string_view reason) override {
        return server::make_reply(status, server::text_type, std::string(reason));
    }

    /// Lets the answers go that are held back now.
    void release() { released_.cancel(); }

    bool hold = false;
    std::vector<std::string> asked;
    server::http::fields fields; ///< of the last request
    std::size_t answered = 0;

private:
    net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                    net::executor>
        released_;
};

} // namespace barograph::test
