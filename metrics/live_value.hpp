#pragma once
#include "metrics/answer.hpp"
#include "metrics/ask_pattern.hpp"
#include "telemetry/value_instruments.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace barograph::metrics {

/// The answer to one question as it is in memory, and when the question is asked. Thread-safe; nothing waits
/// in it.
class live_value {
public:
    live_value(ask_pattern::duration together, telemetry::value_instruments& counts)
        : counts_(counts), pattern_(together) {}

    /// The answer, if there is one with values that may be given now. That is an ask of its own; when there
    /// is none, or an error, it is not, and the question has to be put to the provider.
    [[nodiscard]] std::shared_ptr<const answer> recall(net::time_point now);

    /// The same without counting, for whoever has asked already.
    [[nodiscard]] std::shared_ptr<const answer> peek(net::time_point now) const;

    void asked(net::time_point when);
    void put(std::shared_ptr<const answer> newest);
    /// Forgets the answer; the pattern stays.
    void clear();

    [[nodiscard]] ask_pattern pattern() const;

private:
    telemetry::value_instruments& counts_;
    mutable std::mutex lock_;
    std::shared_ptr<const answer> answer_;
    ask_pattern pattern_;
};

} // namespace barograph::metrics
