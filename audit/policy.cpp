#include "audit/policy.hpp"

#include <algorithm>

namespace barograph::audit {

namespace {

bool holds(const std::vector<std::string>& list, std::string_view wanted) {
    return std::ranges::find(list, wanted) != list.end();
}

bool fits_user(const rule& one, const user& who) {
    return (one.users.empty() || holds(one.users, who.name)) &&
           (one.groups.empty() || std::ranges::any_of(who.groups, [&](const std::string& group) {
                return holds(one.groups, group);
            }));
}

// Neither subresources nor single objects are served, so `a/b` fits nothing, and no name is ever asked for.
bool fits_resources(const group_resources& some, const attributes& asked) {
    if (some.group != "*" && some.group != asked.group) {
        return false;
    }
    if (some.resources.empty()) {
        return true;
    }
    return (some.names.empty() || holds(some.names, "")) &&
           std::ranges::any_of(some.resources, [&](std::string_view resource) {
               const bool is_any_of_one = resource.ends_with("/*");
               return resource == "*" || resource == asked.resource ||
                      (is_any_of_one && resource.substr(0, resource.size() - 2) == asked.resource);
           });
}

bool fits_resource(const rule& one, const attributes& asked) {
    return asked.is_resource && (one.namespaces.empty() || holds(one.namespaces, asked.ns)) &&
           (one.resources.empty() || std::ranges::any_of(one.resources, [&](const group_resources& some) {
                return fits_resources(some, asked);
            }));
}

bool fits_url(const rule& one, const attributes& asked) {
    return !asked.is_resource && std::ranges::any_of(one.urls, [&](std::string_view url) {
        return url.ends_with('*') ? asked.path.starts_with(url.substr(0, url.size() - 1)) : asked.path == url;
    });
}

bool fits(const rule& one, const attributes& asked) {
    if (!fits_user(one, asked.who) || (!one.verbs.empty() && !holds(one.verbs, asked.verb))) {
        return false;
    }
    if (!one.namespaces.empty() || !one.resources.empty()) {
        return fits_resource(one, asked);
    }
    return one.urls.empty() || fits_url(one, asked);
}

} // namespace

policy everything() {
    policy result;
    result.rules.emplace_back().what = level::metadata;
    return result;
}

verdict judge(const policy& rules, const attributes& asked) {
    const auto found = std::ranges::find_if(rules.rules, [&](const rule& one) { return fits(one, asked); });
    if (found == rules.rules.end()) {
        return {};
    }
    verdict result{.what = found->what, .omitted = found->omitted};
    result.omitted.insert(rules.omitted.begin(), rules.omitted.end());
    return result;
}

} // namespace barograph::audit
