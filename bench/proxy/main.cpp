#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

/// An HTTP proxy in front of Prometheus that makes each answer late and counts what it passes on. `/counts`
/// says the counts as JSON. One thread.
namespace barograph::bench {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::string_view counts_path = "/counts";

struct settings {
    std::uint16_t port = 0;
    std::uint16_t upstream = 0;
    double delay_seconds = 0;
};

struct counts {
    std::uint64_t queries = 0;     ///< of /api/v1/query
    std::uint64_t others = 0;      ///< mostly listings
    std::uint64_t query_bytes = 0; ///< of their answers, header and body as sent
    std::uint64_t other_bytes = 0;
    std::uint64_t in_flight = 0;
    std::uint64_t most_in_flight = 0;
};

std::string to_json(const counts& all) {
    return "{\"queries\":" + std::to_string(all.queries) + ",\"others\":" + std::to_string(all.others) +
           ",\"query_bytes\":" + std::to_string(all.query_bytes) +
           ",\"other_bytes\":" + std::to_string(all.other_bytes) +
           ",\"most_in_flight\":" + std::to_string(all.most_in_flight) + "}\n";
}

bool is_query(std::string_view target) {
    return target.substr(0, target.find('?')) == "/api/v1/query";
}

class in_flight_guard {
public:
    explicit in_flight_guard(counts& all) : all_(all) {
        all_.most_in_flight = std::max(all_.most_in_flight, ++all_.in_flight);
    }

    in_flight_guard(const in_flight_guard&) = delete;
    in_flight_guard& operator=(const in_flight_guard&) = delete;

    ~in_flight_guard() { --all_.in_flight; }

private:
    counts& all_;
};

/// A client's connection, and the one to Prometheus that belongs to it.
class session {
public:
    session(tcp::socket client, const settings& options, counts& all)
        : client_(std::move(client)), upstream_(client_.get_executor()), late_(client_.get_executor()),
          options_(options), all_(all) {}

    asio::awaitable<void> run() {
        const tcp::endpoint prometheus(asio::ip::address_v4::loopback(), options_.upstream);
        co_await upstream_.async_connect(prometheus, asio::use_awaitable);
        client_.set_option(tcp::no_delay(true));
        upstream_.set_option(tcp::no_delay(true));
        bool goes_on = true;
        while (goes_on) {
            http::request<http::string_body> request;
            co_await http::async_read(client_, from_client_, request, asio::use_awaitable);
            goes_on = co_await answer(request);
        }
    }

private:
    asio::awaitable<bool> answer(http::request<http::string_body>& request) {
        if (request.target() == counts_path) {
            http::response<http::string_body> told(http::status::ok, request.version(), to_json(all_));
            told.prepare_payload();
            co_await http::async_write(client_, told, asio::use_awaitable);
            co_return request.keep_alive();
        }
        const auto due = std::chrono::steady_clock::now() +
                         std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                             std::chrono::duration<double>(options_.delay_seconds));
        const in_flight_guard guard(all_);
        // So that bytes count the same whether a client would take them compressed or not.
        request.erase(http::field::accept_encoding);
        co_await http::async_write(upstream_, request, asio::use_awaitable);
        http::response_parser<http::string_body> response;
        response.body_limit(boost::none);
        const auto bytes =
            co_await http::async_read(upstream_, from_upstream_, response, asio::use_awaitable);
        count(request.target(), bytes);
        late_.expires_at(due);
        co_await late_.async_wait(asio::use_awaitable);
        co_await http::async_write(client_, response.get(), asio::use_awaitable);
        co_return response.keep_alive() && request.keep_alive();
    }

    void count(std::string_view target, std::uint64_t bytes) {
        auto& number = is_query(target) ? all_.queries : all_.others;
        auto& size = is_query(target) ? all_.query_bytes : all_.other_bytes;
        ++number;
        size += bytes;
    }

    tcp::socket client_;
    tcp::socket upstream_;
    asio::steady_timer late_;
    boost::beast::flat_buffer from_client_;
    boost::beast::flat_buffer from_upstream_;
    const settings& options_;
    counts& all_;
};

asio::awaitable<void> serve(tcp::socket client, const settings& options, counts& all) {
    session one(std::move(client), options, all);
    try {
        co_await one.run();
    } catch (const boost::system::system_error& failure) {
        if (failure.code() != http::error::end_of_stream) {
            std::cerr << "bench_proxy: " << failure.what() << '\n';
        }
    }
}

asio::awaitable<void> listen(const settings& options, counts& all) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(executor, tcp::endpoint(asio::ip::address_v4::loopback(), options.port));
    while (true) {
        tcp::socket client = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(executor, serve(std::move(client), options, all), [](const std::exception_ptr& error) {
            if (error) {
                std::rethrow_exception(error);
            }
        });
    }
}

settings parse(int argc, char** argv) {
    settings result;
    CLI::App app("Passes requests on to Prometheus, answers late, and counts.");
    app.add_option("--port", result.port, "Port of 127.0.0.1 to listen on")->required();
    app.add_option("--upstream", result.upstream, "Prometheus' port on 127.0.0.1")->required();
    app.add_option("--delay", result.delay_seconds, "Seconds that each answer takes at least");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error));
    }
    return result;
}

} // namespace

} // namespace barograph::bench

int main(int argc, char** argv) {
    using namespace barograph::bench;
    try {
        const settings options = parse(argc, argv);
        counts all;
        asio::io_context context(1);
        asio::co_spawn(context, listen(options, all), [](const std::exception_ptr& error) {
            if (error) {
                std::rethrow_exception(error);
            }
        });
        context.run();
    } catch (const std::exception& error) {
        std::cerr << "bench_proxy: " << error.what() << '\n';
        return 1;
    }
}
