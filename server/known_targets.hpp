#pragma once
#include "metrics/live_value.hpp"
#include "net/asio.hpp"
#include "rules/text/text_map.hpp"
#include "server/representation.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// What a request target asks for, with the body of its newest answer in each form that somebody wanted.
/// Thread-safe.
class known_target {
public:
    known_target(std::string ns, std::string metric, std::shared_ptr<metrics::live_value> value)
        : ns_(std::move(ns)), metric_(std::move(metric)), value_(std::move(value)) {}

    [[nodiscard]] const std::string& ns() const { return ns_; }

    [[nodiscard]] const std::string& metric() const { return metric_; }

    [[nodiscard]] metrics::live_value& value() const { return *value_; }

    /// `answer` encoded, which is done once an answer and form. It must hold values.
    [[nodiscard]] std::shared_ptr<const std::string>
    body_of(const std::shared_ptr<const metrics::answer>& answer, representation form);

private:
    struct encoded {
        representation form;
        std::shared_ptr<const metrics::answer> of;
        std::shared_ptr<const std::string> body;
    };

    std::string ns_;
    std::string metric_;
    std::shared_ptr<metrics::live_value> value_;
    std::mutex lock_;
    std::vector<encoded> bodies_; ///< one for each form
};

/// Request targets, as sent, that were answered with values. At most about `most`: past that those go whose
/// values are no longer fresh, or else any. Thread-safe; looking one up allocates nothing.
class known_targets {
public:
    explicit known_targets(std::size_t most) : most_in_shard_(most / shards + 1) {}

    [[nodiscard]] std::shared_ptr<known_target> find(std::string_view target) const;
    void remember(std::string_view target, std::shared_ptr<known_target> what, net::time_point now);

private:
    static constexpr std::size_t shards = 16; ///< so that threads seldom meet

    struct shard {
        mutable std::mutex lock;
        rules::text::map<std::shared_ptr<known_target>> targets;
        std::size_t look_at = 64; ///< grown to this size, it is searched for what is over
    };

    [[nodiscard]] static std::size_t shard_of(std::string_view target) {
        return rules::text::hash()(target) % shards;
    }

    std::size_t most_in_shard_;
    std::array<shard, shards> shards_;
};

} // namespace barograph::server
