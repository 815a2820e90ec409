#pragma once
#include "metrics/external_value.hpp"
#include "net/asio.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace barograph::metrics {

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
    /// Counts as a use.
    [[nodiscard]] std::optional<good_answer> find(const std::string& question);

private:
    using entry = std::pair<std::string, good_answer>;

    std::size_t capacity_;
    std::list<entry> newest_first_;
    std::unordered_map<std::string, std::list<entry>::iterator> index_;
};

} // namespace barograph::metrics
