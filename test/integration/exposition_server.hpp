#pragma once
#include "net/asio.hpp"
#include "test/support/scripted_server.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <memory>
#include <string>
#include <thread>

namespace barograph::test {

/// What Prometheus scrapes: a text in the exposition format that the test sets, served from a thread of its
/// own.
class exposition_server {
public:
    explicit exposition_server(std::string text);
    exposition_server(const exposition_server&) = delete;
    exposition_server& operator=(const exposition_server&) = delete;
    ~exposition_server();

    /// Serves another text from the next scrape on.
    void set(std::string text);

    /// host:port
    [[nodiscard]] const std::string& address() const { return address_; }

private:
    net::asio::io_context context_;
    net::asio::executor_work_guard<net::executor> keep_running_{context_.get_executor()};
    std::unique_ptr<scripted_server> server_;
    std::string address_;
    std::jthread thread_;
};

} // namespace barograph::test
