#pragma once
#include "kube/request_header.hpp"
#include "server/caller.hpp"
#include "server/head_pattern.hpp"
#include "server/representation.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace barograph::server {

/// Who asks over a connection with a certain header section, and for how long that is so.
struct remembered_caller {
    head_pattern pattern;
    std::shared_ptr<caller> who;
    representation form;
    std::string agent; ///< the User-Agent, for the access log
    /// What the connection's certificate was judged by; null: everybody is this caller.
    std::shared_ptr<const kube::request_header_config> judged_by;
    std::chrono::system_clock::time_point judged_until; ///< then the certificate has to be looked at again
};

} // namespace barograph::server
