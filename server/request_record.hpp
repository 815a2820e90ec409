#pragma once
#include "kube/user.hpp"
#include "server/request_info.hpp"

#include <optional>
#include <string_view>

namespace barograph::server {

/// What becomes known of a request on its way, told in this order by whoever finds out, to whoever keeps
/// account of requests. A request that is refused early leaves the rest untold.
class request_record {
public:
    request_record() = default;
    request_record(const request_record&) = delete;
    request_record& operator=(const request_record&) = delete;
    virtual ~request_record() = default;

    virtual void asks(const request_info& what) = 0;
    virtual void comes_from(const kube::user_info& user) = 0;
    /// Whether it may; nothing if that could not be found out. `reason` is the authorizer's, often empty.
    virtual void was_judged(std::optional<bool> allowed, std::string_view reason) = 0;
};

} // namespace barograph::server
