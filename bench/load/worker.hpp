#pragma once
#include "bench/load/connection.hpp"
#include "bench/load/request_set.hpp"
#include "bench/load/settings.hpp"
#include "bench/load/statistics.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace barograph::bench {

/// When it is measured: from `begin` to `end`; before is the warm-up. Counted interval by interval, of which
/// the last may be shorter.
struct measured_time {
    time_point begin;
    time_point end;
    clock::duration interval;
};

/// Takes what was counted in an interval. A request counts in the one in which it is answered or given up.
using interval_handler = std::function<void(statistics)>;

/// One thread's connections and their epoll loop. What kind of traffic there is a derived class decides.
/// Not thread-safe: construct and run it on one thread.
class worker {
public:
    worker(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index);
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;
    virtual ~worker();

    /// Until the measured time is over and what was asked in it is answered or given up.
    void run(const measured_time& time, const interval_handler& over);

protected:
    /// The connection can take a request.
    virtual void on_ready(connection& which) = 0;
    /// Its answer is complete. Whether the connection goes on.
    virtual bool on_answer(connection& which) = 0;
    /// The connection ends; a request that it is asking will not be answered.
    virtual void on_loss(connection& which) = 0;
    /// Does what is due and says when to be called again at the latest.
    virtual time_point on_time(time_point now) = 0;

    /// Whether it has lived so long that another shall take its place. Of those that ask nothing one is
    /// replaced in 20 ms, so that they do not all connect in one moment.
    [[nodiscard]] virtual bool is_of_age(const connection&, time_point) const { return false; }

    /// Whether to go on after the measured time.
    [[nodiscard]] virtual bool is_waiting(time_point) const { return false; }

    virtual void on_end(time_point) {}

    void ask(connection& which, std::size_t key, time_point since);
    /// Records the answer that has come, if its request is `measured`.
    void record(const connection& which, time_point now, bool measured);
    /// Records a request that has waited since then in vain, so that no percentile gets better by it.
    void record_unanswered(time_point since, time_point now, const std::string& kind);

    [[nodiscard]] bool is_measured(time_point moment) const {
        return moment >= time_.begin && moment < time_.end;
    }

    [[nodiscard]] const measured_time& time() const { return time_; }

    /// How many of so many things are this thread's.
    [[nodiscard]] std::size_t share_of(std::size_t all) const;

    const settings& options_;
    const request_set& requests_;
    const unsigned index_;
    statistics statistics_;

private:
    void open(connection& which);
    void reopen(connection& which, std::chrono::milliseconds after);
    void handle(connection& which, connection::event event);
    void wait(time_point until);
    void look_after(time_point now);

    SSL_CTX* context_;
    sockaddr_in address_;
    measured_time time_{};
    int epoll_;
    std::vector<std::unique_ptr<connection>> connections_;
    tls_session session_;
    time_point looked_after_{};
};

} // namespace barograph::bench
