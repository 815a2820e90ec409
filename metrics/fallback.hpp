#pragma once
#include "metrics/error.hpp"
#include "metrics/provider.hpp"
#include "rules/policy.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

/// What a rule's policy makes of an answer that is not there. Pure: the time is told.
namespace barograph::metrics {

using values_result = std::expected<std::shared_ptr<const value_list>, error>;

/// An answer that was good once.
struct good_answer {
    std::shared_ptr<const value_list> values;
    net::time_point when;
};

/// The last good answer to each question, the longest unused forgotten beyond `capacity`. Not thread-safe.
class last_good_answers {
public:
    static constexpr std::size_t default_capacity = 10'000;

    explicit last_good_answers(std::size_t capacity = default_capacity) : capacity_(capacity) {}

    void remember(const std::string& question, good_answer answer);
    [[nodiscard]] std::optional<good_answer> find(const std::string& question) const;

private:
    using entry = std::pair<std::string, good_answer>;

    std::size_t capacity_;
    std::list<entry> newest_first_;
    std::unordered_map<std::string, std::list<entry>::iterator> index_;
};

/// What was put in the place of an answer, for the log, the instruments and `barograph query`.
struct substitution {
    std::string_view what; ///< `hold` or `value`; static text
    std::string because;   ///< one sentence
};

/// The answer by policy.
struct decided_answer {
    values_result result;
    std::optional<substitution> instead; ///< set when the result is not what Prometheus said
};

/// Decides what to tell: `outcome` as it stands, or what `policy` puts in its place. `metric` names the
/// values made, `last` is the last good answer to the same question, `now` and `wall_clock` are the time.
/// errc::not_found and errc::bad_request are the asker's own, and no policy covers them.
decided_answer apply(const rules::policy& policy, const std::string& metric, values_result outcome,
                     const std::optional<good_answer>& last, net::time_point now,
                     std::chrono::sys_seconds wall_clock);

} // namespace barograph::metrics
