#include "bench/load/first_value.hpp"

#include <thread>

namespace barograph::bench {

namespace {

constexpr std::chrono::microseconds between_looks{200};

} // namespace

std::optional<time_point> await_first_value(const settings& options, const request_set& requests,
                                            SSL_CTX* context) {
    const auto address = options.address();
    const auto deadline = clock::now() + std::chrono::duration_cast<clock::duration>(
                                             std::chrono::duration<double>(options.timeout_seconds));
    connection which;
    requests.write(0, which.request_buffer());
    while (clock::now() < deadline) {
        if (!which.is_open()) {
            which.open(context, address, nullptr);
        }
        auto event = which.advance();
        if (event == connection::event::answered) {
            if (which.response().status() == 200 && which.response().body_bytes() >= options.min_body) {
                return clock::now();
            }
            event = connection::event::ready;
        }
        if (event == connection::event::ready) {
            event = which.ask(clock::now());
        }
        if (event == connection::event::failed || event == connection::event::lost) {
            which.close();
        }
        std::this_thread::sleep_for(between_looks);
    }
    return std::nullopt;
}

} // namespace barograph::bench
