#pragma once
#include "kube/request_header_source.hpp"
#include "server/caller.hpp"
#include "server/grounds.hpp"
#include "server/known_targets.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace barograph::server {

struct recollection_options {
    std::size_t max_targets = 200'000;
    std::function<net::time_point()> monotonic = [] { return net::steady_clock::now(); };
    std::function<std::chrono::system_clock::time_point()> wall = [] {
        return std::chrono::system_clock::now();
    };
};

/// Gives answers again for as long as all that they rest on holds: the front proxy's certificate and the
/// configuration it was judged by, the right that an authorizer granted, and the value's freshness. In doubt
/// it knows nothing, and the request takes the way that every first one takes. Thread-safe, but for the
/// connection of a request, which belongs to its session's thread.
class recollection {
public:
    /// `proxies` may be null: then no front proxy is believed. It must outlive this.
    recollection(const kube::request_header_source* proxies, recollection_options how)
        : proxies_(proxies), how_(std::move(how)), targets_(how_.max_targets) {}

    /// An answer from memory, the request that it answers, and who gets it. Valid until the connection's next
    /// request.
    struct memory {
        reply answer;
        request_head head;
        const remembered_caller& who;
    };

    /// The answer to the request that `bytes` begin with.
    [[nodiscard]] std::optional<memory> recall(std::string_view bytes, const connection& from);
    /// `question` was answered with values on these grounds.
    void remember(const request& question, const grounds& basis);

private:
    [[nodiscard]] bool still_holds(const remembered_caller& known) const;
    [[nodiscard]] std::shared_ptr<caller> shared_caller(const kube::user_info& user);

    const kube::request_header_source* proxies_;
    recollection_options how_;
    known_targets targets_;
    std::mutex lock_; ///< guards what follows
    std::unordered_map<std::string, std::weak_ptr<caller>> callers_;
};

} // namespace barograph::server
