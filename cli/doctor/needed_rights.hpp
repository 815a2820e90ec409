#pragma once
#include "kube/authorizer.hpp"

#include <string>
#include <vector>

namespace barograph::cli {

/// A right without which something does not work, and how to give it.
struct needed_right {
    std::string what;               ///< `configmaps "x" in kube-system`
    std::vector<std::string> verbs; ///< each of them is needed
    kube::access_request asked;     ///< without a user and a verb
    std::string consequence;        ///< of its lack, a clause
    std::string grant;              ///< a kubectl command
    bool is_vital = true;           ///< false: its lack is warned of
};

/// Those of a server that runs as `user`.
std::vector<needed_right> server_rights(const std::string& user);

/// Those of the HPA's controller.
std::vector<needed_right> autoscaler_rights();

/// Kubernetes' HPA controller, where each controller has its own account, as kubeadm and hosted clusters have
/// it.
inline constexpr const char* autoscaler_user = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

/// A user with the groups that the API server gives it: for a ServiceAccount those of all ServiceAccounts.
kube::user_info user_with_groups(const std::string& name);

} // namespace barograph::cli
