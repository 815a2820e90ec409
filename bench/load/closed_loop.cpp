#include "bench/load/closed_loop.hpp"

namespace barograph::bench {

void closed_loop::on_ready(connection& which) {
    const std::size_t key = key_ % requests_.size();
    key_ += options_.threads;
    ask(which, key, clock::now());
}

bool closed_loop::on_answer(connection& which) {
    const auto now = clock::now();
    record(which, now, is_measured(now));
    return true;
}

bool handshake_loop::on_answer(connection& which) {
    const auto now = clock::now();
    record(which, now, is_measured(now));
    return false;
}

} // namespace barograph::bench
