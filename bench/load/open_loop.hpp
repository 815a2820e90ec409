#pragma once
#include "bench/load/ask_schedule.hpp"
#include "bench/load/succession.hpp"
#include "bench/load/worker.hpp"

#include <deque>
#include <vector>

namespace barograph::bench {

/// Askers with a period each, as HorizontalPodAutoscalers have: a request is due by the schedule, whether
/// answers come or not, and its time counts from when it was due. When all connections are busy it waits for
/// one, and that wait counts, too. What still waits for one when its asker's next request is due is never
/// sent: an error that took a period.
class open_loop final : public worker {
public:
    open_loop(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index);

private:
    struct due_request {
        time_point due;
        std::size_t key;
    };

    void on_ready(connection& which) override;
    bool on_answer(connection& which) override;
    void on_loss(connection& which) override;
    time_point on_time(time_point now) override;
    [[nodiscard]] bool is_of_age(const connection& which, time_point now) const override;
    [[nodiscard]] bool is_waiting(time_point now) const override;
    void on_end(time_point now) override;

    [[nodiscard]] due_request next() const;
    void give_up_late(time_point now);

    ask_schedule schedule_;
    succession keys_;
    time_point begin_{};
    std::deque<due_request> waiting_;
    std::vector<connection*> idle_;
    std::size_t asked_ = 0; ///< and not answered yet
};

} // namespace barograph::bench
