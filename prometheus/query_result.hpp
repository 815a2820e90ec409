#pragma once
#include "net/asio.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::prometheus {

/// What an instant query evaluated to; Prometheus calls it resultType.
enum class result_type { vector = 1, scalar, string, matrix };

/// One sample, as sent: the value is kept as text, because the way through a double would lose digits.
struct sample {
    std::vector<std::pair<std::string, std::string>> labels; ///< in the order sent; empty for a scalar
    std::int64_t timestamp = 0; ///< Unix time, whole seconds; a fraction is dropped
    std::string value;          ///< decimal text, or NaN or an infinity; see sample_value()
    bool is_histogram = false;  ///< a native histogram, which has no value
};

struct query_result {
    result_type type = result_type::vector;
    std::vector<sample> samples; ///< for a scalar one sample; for a string or a matrix not filled in
    std::vector<std::string> warnings;
    std::optional<net::time_point> sent; ///< the query, where that may be before it was asked for
};

} // namespace barograph::prometheus
