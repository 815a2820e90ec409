#pragma once
#include "kube/authorizer.hpp"
#include "kube/user.hpp"
#include "metrics/live_value.hpp"
#include "server/representation.hpp"

#include <memory>
#include <optional>
#include <string>

namespace barograph::server {

/// What the answer to a request for a metric's values rests on, told by whoever found it out, so that the
/// next such request can be answered without asking them all again (recollection.hpp). What is not told is
/// asked again.
struct grounds {
    /// Why the identity in the header was believed.
    enum class proof {
        none = 1,    ///< something that has to be looked at each time
        front_proxy, ///< the verdict about the connection's certificate
        anyone,      ///< everybody is the same user
    };

    proof believed = proof::none;
    std::optional<kube::user_info> user;
    std::optional<kube::access_decision> allowed;
    std::string ns;
    std::string metric;
    std::shared_ptr<metrics::live_value> value;
    std::optional<representation> form;
};

} // namespace barograph::server
