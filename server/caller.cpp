#include "server/caller.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

// Of a caller who asks for more than any does, the rest is asked the authorizer each time.
constexpr std::size_t most_known = 4096;

} // namespace

void caller::keep(known& in, std::string_view name, net::time_point until) {
    if (const auto found = in.find(name); found != in.end()) {
        found->second = until;
        return;
    }
    if (in.size() >= most_known) {
        in.clear();
    }
    in.emplace(name, until);
}

bool caller::holds(const known& in, std::string_view name, net::time_point now) {
    const auto found = in.find(name);
    return found != in.end() && now < found->second;
}

void caller::was_allowed(std::string_view ns, std::string_view resource,
                         const kube::access_decision& decision) {
    if (!decision.allowed) {
        return;
    }
    const std::scoped_lock locked(lock_);
    switch (decision.scope) {
    case kube::access_scope::everywhere:
        everywhere_ = decision.counts_until;
        return;
    case kube::access_scope::in_namespace:
        keep(namespaces_, ns, decision.counts_until);
        return;
    case kube::access_scope::request:
        break;
    }
    if (resources_.size() >= most_known) {
        resources_.clear();
    }
    keep(resources_.try_emplace(std::string(ns)).first->second, resource, decision.counts_until);
}

bool caller::may(std::string_view ns, std::string_view resource, net::time_point now) const {
    const std::scoped_lock locked(lock_);
    if (now < everywhere_ || holds(namespaces_, ns, now)) {
        return true;
    }
    const auto in_namespace = resources_.find(ns);
    return in_namespace != resources_.end() && holds(in_namespace->second, resource, now);
}

} // namespace barograph::server
