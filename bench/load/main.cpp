#include "bench/load/closed_loop.hpp"
#include "bench/load/cpu_time.hpp"
#include "bench/load/first_value.hpp"
#include "bench/load/interval_counts.hpp"
#include "bench/load/open_loop.hpp"
#include "bench/load/report.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <sys/prctl.h>
#include <thread>
#include <utility>

namespace barograph::bench {

namespace {

clock::duration seconds(double count) {
    return std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(count));
}

request_set read_requests(const settings& options) {
    auto targets = options.target_file.empty() ? expand_targets(options.target, options.keys)
                                               : read_targets(options.target_file);
    return {std::move(targets), options.host + ":" + std::to_string(options.port), options.headers};
}

std::unique_ptr<worker> create_worker(const settings& options, const request_set& requests, SSL_CTX* context,
                                      unsigned index) {
    switch (options.kind) {
    case traffic_kind::open:
        return std::make_unique<open_loop>(options, requests, context, index);
    case traffic_kind::handshakes:
        return std::make_unique<handshake_loop>(options, requests, context, index);
    default:
        return std::make_unique<closed_loop>(options, requests, context, index);
    }
}

int print_first_value(const settings& options, const request_set& requests, SSL_CTX* context) {
    const auto moment = await_first_value(options, requests, context);
    if (!moment) {
        std::cerr << "bench_load: no value within " << options.timeout_seconds << " s\n";
        return 1;
    }
    std::cout << moment->time_since_epoch().count() << '\n';
    return 0;
}

cpu_usage cpu_so_far(const settings& options) {
    return {.own = own_cpu_seconds(), .server = cpu_seconds_of(options.server_pids)};
}

void measure(const settings& options, const request_set& requests, SSL_CTX* context) {
    const auto begin = clock::now() + seconds(options.warm_up_seconds);
    const auto whole = seconds(options.seconds);
    const measured_time time{.begin = begin,
                             .end = begin + whole,
                             .interval =
                                 options.report_seconds > 0 ? seconds(options.report_seconds) : whole};
    interval_counts counts(options.threads);
    std::vector<std::jthread> threads;
    threads.reserve(options.threads);
    for (unsigned i = 0; i < options.threads; ++i) {
        threads.emplace_back([&, i] {
            // Else the kernel lets a request that is due wait for 50 us.
            ::prctl(PR_SET_TIMERSLACK, 1UL);
            create_worker(options, requests, context, i)->run(time, [&](statistics counted) {
                counts.hand_in(i, std::move(counted));
            });
        });
    }
    std::this_thread::sleep_until(begin);
    for (auto from = begin; from < time.end; from += time.interval) {
        const auto until = std::min(from + time.interval, time.end);
        const auto before = cpu_so_far(options);
        std::this_thread::sleep_until(until);
        const auto now = cpu_so_far(options);
        const cpu_usage used{.own = now.own - before.own,
                             .server = std::max(0.0, now.server - before.server)};
        const std::chrono::duration<double> length = until - from;
        // Whoever follows a long run reads line by line.
        std::cout << to_json(length.count(), counts.collect(), used)
                  << std::endl; // NOLINT(performance-avoid-endl)
    }
}

int run(int argc, char** argv) {
    const auto options = settings::parse(argc, argv);
    const auto requests = read_requests(options);
    const auto context = create_client_context(options.identity);
    // A server that closes a connection in the midst of a write is an error to be counted.
    std::signal(SIGPIPE, SIG_IGN);
    if (options.kind == traffic_kind::first_value) {
        return print_first_value(options, requests, context.get());
    }
    measure(options, requests, context.get());
    return 0;
}

} // namespace

} // namespace barograph::bench

int main(int argc, char** argv) {
    try {
        return barograph::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "bench_load: " << error.what() << '\n';
        return 1;
    }
}
