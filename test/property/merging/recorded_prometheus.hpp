#pragma once
#include "net/http_client.hpp"
#include "test/support/child_process.hpp"
#include "test/support/temporary_folder.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// A sample of an instant vector, exactly as sent.
struct answered_sample {
    std::vector<std::pair<std::string, std::string>> labels; ///< sorted by name
    std::string value;

    bool operator==(const answered_sample&) const = default;
};

/// The distribution's Prometheus with given samples of the past, so that equal questions have equal answers.
class recorded_prometheus {
public:
    /// `samples`: a whole text in OpenMetrics' format. Throws std::runtime_error when it cannot be taken.
    explicit recorded_prometheus(const std::string& samples);

    /// The instant vector that `promql` is at `time` (Unix, in seconds), in the order sent; none when
    /// Prometheus refuses it.
    [[nodiscard]] std::optional<std::vector<answered_sample>> ask(const std::string& promql,
                                                                  std::int64_t time);

private:
    [[nodiscard]] net::http_result post(const std::string& path, std::string form);

    temporary_folder folder_;
    std::optional<child_process> process_;
    net::asio::io_context context_;
    std::optional<net::http_client> client_;
};

} // namespace barograph::test
