#pragma once
#include "bench/load/worker.hpp"

namespace barograph::bench {

/// Each connection asks for the next key as soon as it has its answer: how fast the server can be.
class closed_loop final : public worker {
public:
    closed_loop(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index)
        : worker(options, requests, context, index), key_(index) {}

private:
    void on_ready(connection& which) override;
    bool on_answer(connection& which) override;

    void on_loss(connection&) override {}

    time_point on_time(time_point) override { return time_point::max(); }

    std::size_t key_;
};

/// Each request has a connection of its own, whose handshake is part of its time.
class handshake_loop final : public worker {
public:
    using worker::worker;

private:
    void on_ready(connection& which) override { ask(which, 0, which.opened); }

    bool on_answer(connection& which) override;

    void on_loss(connection&) override {}

    time_point on_time(time_point) override { return time_point::max(); }
};

} // namespace barograph::bench
