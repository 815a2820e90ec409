#include "metrics/quoted_names.hpp"

namespace barograph::metrics {

namespace {

constexpr const char* quoted_label = R"(up{"a.b"="c"})";
constexpr std::chrono::minutes no_holds{10};

} // namespace

net::awaitable<std::expected<bool, prometheus::error>> quoted_names::are_read(net::time_point deadline) {
    const auto now = clock_.monotonic();
    if (answer_ && (*answer_ || now - asked_ < no_holds)) {
        co_return *answer_;
    }
    auto read = co_await api_.parse(quoted_label, deadline);
    if (!read && read.error().code != prometheus::errc::rejected) {
        co_return std::unexpected(std::move(read.error()));
    }
    answer_ = read.has_value();
    asked_ = now;
    co_return *answer_;
}

} // namespace barograph::metrics
