#pragma once
#include <compare>
#include <map>
#include <string>
#include <vector>

namespace barograph::kube {

/// Who asks, as UserInfo of authentication.k8s.io/v1 says it. A plain value; all text is as the client sent
/// it.
struct user_info {
    std::string name;
    std::string uid; ///< empty: not known
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra; ///< keys in lower case where they came as headers

    auto operator<=>(const user_info&) const = default;
};

/// Whoever shows nothing: system:anonymous in group system:unauthenticated.
user_info anonymous_user();

/// The same user, in group system:authenticated too, unless the front proxy has already said that it is or
/// that it is nobody. As Kubernetes' generic API server does with everyone it has authenticated.
user_info with_authenticated_group(user_info user);

} // namespace barograph::kube
