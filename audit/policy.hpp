#pragma once
#include "audit/event.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::audit {

/// Some resources of one API group. Source: GroupResources of audit.k8s.io/v1.
struct group_resources {
    std::string group;                  ///< `*`: every group
    std::vector<std::string> resources; ///< `*`, `jobs`, `jobs/*`; empty: all
    std::vector<std::string> names;     ///< of objects; empty: all
};

/// Each list that is not empty must hold what is asked; of `resources`, `namespaces` and `urls` those that
/// fit the kind of request.
struct rule {
    level what = level::none;
    std::vector<std::string> users;
    std::vector<std::string> groups; ///< one of the user's is enough
    std::vector<std::string> verbs;
    std::vector<group_resources> resources;
    std::vector<std::string> namespaces;
    std::vector<std::string> urls; ///< paths of no resource; a final `*` makes a prefix
    std::set<stage> omitted;
};

/// Which requests are told of, and how much. Source: Policy of audit.k8s.io/v1.
struct policy {
    std::vector<rule> rules; ///< the first that fits counts; without one nothing is told
    std::set<stage> omitted; ///< of every rule
};

/// Everything, at level Metadata.
policy everything();

/// What a policy judges. Views: they live as long as the request.
struct attributes {
    const user& who;
    std::string_view verb;
    bool is_resource = false;
    std::string_view ns;
    std::string_view group;
    std::string_view resource;
    std::string_view path;
};

struct verdict {
    level what = level::none;
    std::set<stage> omitted;

    [[nodiscard]] bool tells(stage reached) const {
        return what != level::none && !omitted.contains(reached);
    }
};

/// Pure; thread-safe.
verdict judge(const policy& rules, const attributes& asked);

} // namespace barograph::audit
