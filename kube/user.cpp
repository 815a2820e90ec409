#include "kube/user.hpp"

#include <algorithm>

namespace barograph::kube {

namespace {

constexpr const char* anonymous = "system:anonymous";
constexpr const char* unauthenticated_group = "system:unauthenticated";
constexpr const char* authenticated_group = "system:authenticated";

} // namespace

user_info anonymous_user() {
    return {.name = anonymous, .uid = {}, .groups = {unauthenticated_group}, .extra = {}};
}

user_info with_authenticated_group(user_info user) {
    const bool judged = std::ranges::any_of(user.groups, [](const std::string& group) {
        return group == authenticated_group || group == unauthenticated_group;
    });
    if (!judged && user.name != anonymous) {
        user.groups.emplace_back(authenticated_group);
    }
    return user;
}

} // namespace barograph::kube
