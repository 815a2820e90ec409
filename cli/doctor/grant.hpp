#pragma once
#include <string>

/// kubectl commands that give somebody a right, to be pasted into a shell. Pure functions.
namespace barograph::cli {

/// The text as one word of a POSIX shell.
std::string shell_word(const std::string& text);

/// An existing role given to a user; `system:serviceaccount:…` is a ServiceAccount.
struct role_grant {
    std::string binding; ///< what to call it
    std::string role;
    std::string ns; ///< empty: a ClusterRole, for the whole cluster
};

std::string bind_command(const role_grant& grant, const std::string& user);

/// What a new role shall allow.
struct new_role {
    std::string name;
    std::string ns;            ///< empty: a ClusterRole
    std::string verbs;         ///< with commas between
    std::string resource;      ///< `apiservices.apiregistration.k8s.io`
    std::string resource_name; ///< empty: any
};

/// Creates the role and gives it to the user.
std::string grant_command(const new_role& role, const std::string& user);

} // namespace barograph::cli
