#pragma once
#include "kube/error.hpp"
#include "kube/user.hpp"
#include "net/asio.hpp"

#include <expected>
#include <string>

namespace barograph::kube {

/// What somebody wants to do. Either a resource (then `ns` to `name` count) or a URL path (then `path`
/// counts).
struct access_request {
    user_info user;
    std::string verb; ///< lower case: get, list, …
    bool is_resource = false;
    std::string ns; ///< empty: all namespaces, or a resource without one
    std::string group;
    std::string version;
    std::string resource;
    std::string name; ///< empty: any
    std::string path;
};

/// For which requests of the same user and verb a decision is the answer.
enum class access_scope {
    request = 1,  ///< that very one
    in_namespace, ///< all resources of the API group in its namespace
    everywhere,   ///< all resources of the API group
};

/// The answer to an access_request. Denied unless said otherwise.
struct access_decision {
    bool allowed = false;
    std::string reason; ///< the API server's words; often empty
    bool kept = false;  ///< from an earlier question, not asked anew
    access_scope scope = access_scope::request;
    net::time_point counts_until{}; ///< from then on it has to be asked anew; the past: it was for once
};

/// Decides who may do what. Use from the io_context's thread only; must outlive its calls.
class authorizer {
public:
    authorizer() = default;
    authorizer(const authorizer&) = delete;
    authorizer& operator=(const authorizer&) = delete;
    virtual ~authorizer() = default;

    /// Error: the question could not be put; that is never an allow. Cancellable.
    virtual net::awaitable<std::expected<access_decision, error>> authorize(access_request request) = 0;
};

} // namespace barograph::kube
