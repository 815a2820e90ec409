#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Who asked for what and what became of it, as Kubernetes' audit logs tell it (audit.k8s.io/v1).
namespace barograph::audit {

/// How much is told of a request. As no bodies are recorded, the last two tell what `metadata` tells.
enum class level { none = 1, metadata, request, request_response };

/// How far a request had come when its event was made. Kubernetes' fourth, Panic, does not occur.
enum class stage { request_received = 1, response_started, response_complete };

/// UserInfo of authentication.k8s.io/v1.
struct user {
    std::string name; ///< empty: not known
    std::string uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;
};

/// The object that a request is about.
struct object_reference {
    std::string group;
    std::string version;
    std::string ns;
    std::string resource;
};

/// One line of an audit log. A plain value; all text is as the client sent it.
struct event {
    level what = level::metadata;
    stage reached = stage::request_received;
    std::string id;
    std::string uri;  ///< path and query, as sent
    std::string verb; ///< `get`, `list`, …; for a non-resource path the lower-case method
    user who;
    std::vector<std::string> source_ips; ///< the last is the connection's; those before it are claims
    std::string user_agent;
    std::optional<object_reference> object;
    std::optional<unsigned> status; ///< HTTP's; none before there is a response
    std::chrono::system_clock::time_point received;
    std::chrono::system_clock::time_point staged; ///< when `reached` was reached
    std::vector<std::pair<std::string, std::string>> annotations;
};

} // namespace barograph::audit
