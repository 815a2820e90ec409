#include "bench/load/tls_stream.hpp"

#include <CLI/CLI.hpp>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <netinet/in.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>

/// The server that does least: whatever is asked, the same answer, on one thread. How fast it is asked is the
/// load generator's ceiling, and the CPU it takes is what TLS and the system calls cost anybody.
namespace barograph::bench {

namespace {

constexpr int loopback_backlog = 1024;
constexpr std::size_t buffer_size = 65'536;

struct options {
    std::uint16_t port = 0;
    std::string certificate_file;
    std::string key_file;
    std::size_t body_bytes = 300;
};

options parse(int argc, char** argv) {
    options result;
    CLI::App app("Answers every HTTPS request with the same bytes.");
    app.add_option("--port", result.port, "Port of 127.0.0.1 to listen on")->required();
    app.add_option("--cert", result.certificate_file, "Serving certificate")->required();
    app.add_option("--key", result.key_file, "Its key")->required();
    app.add_option("--body-bytes", result.body_bytes, "How long the body is");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error));
    }
    return result;
}

void require(bool is_good, const char* what) {
    if (!is_good) {
        throw std::system_error(errno, std::generic_category(), what);
    }
}

int listen_on(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    require(socket >= 0, "socket");
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "bind");
    require(::listen(socket, loopback_backlog) == 0, "listen");
    return socket;
}

struct client {
    tls_stream stream;
    bool is_greeted = false;
};

// False: the connection is over. A request comes in one piece, as the load generator sends it.
bool serve(client& from, const std::string& answer) {
    static std::array<char, buffer_size> buffer;
    if (!from.is_greeted) {
        const auto result = from.stream.handshake();
        from.is_greeted = result == io_result::done;
        if (!from.is_greeted) {
            return result == io_result::again;
        }
    }
    while (true) {
        std::size_t count = 0;
        const auto result = from.stream.read(buffer, count);
        if (result != io_result::done) {
            return result == io_result::again;
        }
        if (from.stream.write(answer) != io_result::done) {
            return false;
        }
    }
}

void watch(int epoll, int socket, std::uint32_t events, void* whom) {
    epoll_event interest{.events = events, .data = {.ptr = whom}};
    require(::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &interest) == 0, "epoll_ctl");
}

void run(const options& chosen) {
    const auto context = create_server_context(chosen.certificate_file, chosen.key_file);
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                               std::to_string(chosen.body_bytes) + "\r\n\r\n" +
                               std::string(chosen.body_bytes, 'x');
    const int listener = listen_on(chosen.port);
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    require(epoll >= 0, "epoll_create1");
    watch(epoll, listener, EPOLLIN, nullptr);
    std::array<epoll_event, 128> events{};
    while (true) {
        const int count = ::epoll_wait(epoll, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            auto* from = static_cast<client*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (from != nullptr) {
                if (!serve(*from, answer)) {
                    delete from;
                }
                continue;
            }
            const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (accepted >= 0) {
                auto* added = new client{.stream = tls_stream::accept(context.get(), accepted)};
                watch(epoll, accepted, EPOLLIN | EPOLLRDHUP | EPOLLET, added);
            }
        }
    }
}

} // namespace

} // namespace barograph::bench

int main(int argc, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN);
        barograph::bench::run(barograph::bench::parse(argc, argv));
    } catch (const std::exception& error) {
        std::cerr << "bench_null_server: " << error.what() << '\n';
        return 1;
    }
}
