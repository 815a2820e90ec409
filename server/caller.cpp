#include "server/caller.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

// Of a caller who asks for more than any does, what was known before is asked the authorizer anew.
constexpr std::size_t most_known = 16384;

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
    const auto known_here = resources_.find(ns);
    const bool is_known = known_here != resources_.end() && known_here->second.contains(resource);
    if (!is_known && resources_known_ >= most_known) {
        resources_.clear();
        resources_known_ = 0;
    }
    auto& here = resources_[std::string(ns)];
    const auto before = here.size();
    keep(here, resource, decision.counts_until);
    resources_known_ += here.size() - before;
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
