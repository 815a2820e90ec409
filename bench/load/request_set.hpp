#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::bench {

/// The requests that are asked in turn, one for each key, as the API aggregator forwards those of the
/// HorizontalPodAutoscaler's controller. They differ in the target only. Immutable, so thread-safe.
class request_set {
public:
    /// `targets` must not be empty; `more_headers` are lines such as `Name: value`.
    request_set(std::vector<std::string> targets, const std::string& host,
                const std::vector<std::string>& more_headers);

    [[nodiscard]] std::size_t size() const { return targets_.size(); }

    /// Replaces `out` by the request for a key.
    void write(std::size_t key, std::string& out) const;

private:
    std::vector<std::string> targets_;
    std::string middle_; ///< between the target and its path, which comes once more
    std::string rest_;
};

/// The template with each `{i}` replaced by 0 to `count` - 1.
std::vector<std::string> expand_targets(const std::string& pattern, std::size_t count);
/// The lines of a file. Throws std::runtime_error when it cannot be read or is empty.
std::vector<std::string> read_targets(const std::string& file);

} // namespace barograph::bench
