#pragma once
#include "net/asio.hpp"
#include "prometheus/api.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::cli {

struct prometheus_session_options {
    std::chrono::nanoseconds timeout = std::chrono::seconds{10}; ///< for one answer
    std::chrono::nanoseconds max_age = std::chrono::minutes{10}; ///< of a series' last sample
    /// Told what is being done, and how far it is.
    std::function<void(std::string_view what, std::size_t done, std::size_t total)> progress{};
};

/// Many questions to one Prometheus, and when to stop asking: a backend that is not there, or that keeps
/// silent question after question, is not asked a thousand times. Use from the io_context's thread only;
/// `api` must outlive it.
class prometheus_session {
public:
    prometheus_session(net::executor ex, prometheus::api& api, prometheus_session_options options);

    [[nodiscard]] net::executor executor() const { return executor_; }

    [[nodiscard]] prometheus::api& api() const { return api_; }

    /// Of a question that is asked now.
    [[nodiscard]] net::time_point deadline() const;
    /// The oldest last sample that makes a series count.
    [[nodiscard]] std::chrono::sys_seconds oldest_sample() const;

    /// How many questions may be under way at a time.
    static constexpr std::size_t most_at_a_time = 8;

    /// A question was answered, or not; either counts for ended().
    void answered() { silent_in_a_row_ = 0; }

    void failed(const prometheus::error& failure);

    void end(const std::string& why);

    /// Why nothing more is worth being asked; nothing while it is.
    [[nodiscard]] const std::optional<std::string>& ended() const { return ended_; }

    void tell(std::string_view what, std::size_t done, std::size_t total) const;

private:
    net::executor executor_;
    prometheus::api& api_;
    prometheus_session_options options_;
    std::size_t silent_in_a_row_ = 0;
    std::optional<std::string> ended_;
};

} // namespace barograph::cli
