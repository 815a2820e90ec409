#include "test/integration/raw_exchange.hpp"

#include "net/stream.hpp"
#include "net/tls_client.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace barograph::test {

namespace {

constexpr const char* exposition = "queue_depth{queue=\"mail\"} 57\n"
                                   "queue_depth{queue=\"sms\"} 3\n"
                                   "job:queue:depth 60\n";

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: '{__name__=~"queue_depth|job:queue:depth"}'
    metricsQuery: 'sum by (queue) (<<.Series>>{<<.LabelMatchers>>})'
)";

net::awaitable<std::string> talk(net::stream& stream, std::shared_ptr<net::tls_context> tls,
                                 std::uint16_t port, const std::string& bytes, std::string rest) {
    stream.expires_at(net::steady_clock::now() + usual_limit);
    const net::asio::ip::tcp::endpoint where(net::asio::ip::make_address("127.0.0.1"), port);
    std::vector<net::asio::ip::tcp::endpoint> all{where};
    if (const auto failed = co_await stream.connect(std::move(all))) {
        throw std::runtime_error("no connection: " + failed.message());
    }
    std::string host = "localhost";
    if (const auto failed = co_await stream.start_tls_client(std::move(tls), std::move(host))) {
        throw std::runtime_error("no TLS: " + failed.message());
    }
    co_await stream.write(bytes);
    std::string received;
    std::array<char, 16384> chunk{};
    while (true) {
        const auto count = co_await stream.read_some(chunk);
        if (!count) {
            if (count.error() == net::asio::error::timed_out) {
                throw std::runtime_error("the server keeps the connection after: " + received);
            }
            co_return received;
        }
        received.append(chunk.data(), *count);
        if (!rest.empty() && received == "HTTP/1.1 100 Continue\r\n\r\n") {
            co_await stream.write(rest);
            rest.clear();
        }
    }
}

raw_answer take_answer(std::string& wire, bool bodiless) {
    const auto end = wire.find("\r\n\r\n");
    if (end == wire.npos || !wire.starts_with("HTTP/1.1 ")) {
        throw std::runtime_error("not an answer: " + wire);
    }
    raw_answer answer{.status = static_cast<unsigned>(std::stoul(wire.substr(9, 3))),
                      .head = wire.substr(0, end),
                      .body = {}};
    wire.erase(0, end + 4);
    const auto length = answer.header("Content-Length");
    if (!length.empty() && !bodiless) {
        answer.body = wire.substr(0, std::stoul(length));
        if (answer.body.size() != std::stoul(length)) {
            throw std::runtime_error("a body is cut short: " + answer.body);
        }
        wire.erase(0, answer.body.size());
    }
    return answer;
}

// Everything that has to live as long as the tables are worked through.
struct recorded_parts {
    recorded_parts() {
        prometheus.has("queue_depth");
        eventually("all metrics are listed", [&] { return server.list().size() == 2; });
        eventually("the values are there", [&] { return server.metric("queue_depth").values().size() == 2; });
    }

    exposition_server worker{exposition};
    real_prometheus prometheus{worker.address()};
    barograph_server server{rules, prometheus.url()};
};

} // namespace

std::string raw_answer::header(std::string_view name) const {
    std::size_t line = head.find("\r\n");
    while (line != head.npos) {
        const auto begin = line + 2;
        line = head.find("\r\n", begin);
        const auto field = std::string_view(head).substr(begin, line == head.npos ? line : line - begin);
        const auto colon = field.find(": ");
        if (colon != field.npos &&
            boost::beast::iequals(boost::beast::string_view(field.data(), colon),
                                  boost::beast::string_view(name.data(), name.size()))) {
            return std::string(field.substr(colon + 2));
        }
    }
    return "";
}

std::vector<raw_answer> send_raw(const barograph_server& server, const std::string& bytes,
                                 std::size_t bodiless, const std::string& rest) {
    net::asio::io_context context;
    auto trust = net::tls_client::create({.ca = {.file = server.certificate_file(), .text = {}}});
    if (!trust) {
        throw std::runtime_error(trust.error());
    }
    net::stream stream(context.get_executor());
    auto wire =
        run_coroutine(context, talk(stream, trust->current(), server.port(), bytes, rest), 2 * usual_limit);
    std::vector<raw_answer> answers;
    while (!wire.empty()) {
        answers.push_back(take_answer(wire, answers.size() == bodiless));
    }
    return answers;
}

bool has_shape(std::string_view text, std::string_view pattern) {
    constexpr std::string_view anything = "…";
    auto end = pattern.find(anything);
    if (end == pattern.npos) {
        return text == pattern;
    }
    if (!text.starts_with(pattern.substr(0, end))) {
        return false;
    }
    text.remove_prefix(end);
    pattern.remove_prefix(end + anything.size());
    for (end = pattern.find(anything); end != pattern.npos; end = pattern.find(anything)) {
        const auto found = text.find(pattern.substr(0, end));
        if (found == text.npos) {
            return false;
        }
        text.remove_prefix(found + end);
        pattern.remove_prefix(end + anything.size());
    }
    return text.ends_with(pattern);
}

barograph_server& recorded_server() {
    static recorded_parts parts;
    return parts.server;
}

} // namespace barograph::test
