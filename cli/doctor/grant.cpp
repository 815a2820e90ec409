#include "cli/doctor/grant.hpp"

#include <algorithm>
#include <string_view>

namespace barograph::cli {

namespace {

std::string kubectl_in(const std::string& ns) {
    return "kubectl " + (ns.empty() ? std::string() : "--namespace " + shell_word(ns) + " ");
}

// `--serviceaccount=NAMESPACE:NAME`, or `--user=NAME`.
std::string subject_flag(const std::string& user) {
    constexpr std::string_view prefix = "system:serviceaccount:";
    if (user.starts_with(prefix)) {
        return "--serviceaccount=" + shell_word(user.substr(prefix.size()));
    }
    return "--user=" + (user.empty() ? "USER" : shell_word(user));
}

} // namespace

std::string shell_word(const std::string& text) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./:=,@%+").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, is_plain)) {
        return text;
    }
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return word + "'";
}

std::string bind_command(const role_grant& grant, const std::string& user) {
    return kubectl_in(grant.ns) + (grant.ns.empty() ? "create clusterrolebinding " : "create rolebinding ") +
           grant.binding + (grant.ns.empty() ? " --clusterrole=" : " --role=") + grant.role + " " +
           subject_flag(user);
}

std::string grant_command(const new_role& role, const std::string& user) {
    auto create = kubectl_in(role.ns) + (role.ns.empty() ? "create clusterrole " : "create role ") +
                  role.name + " --verb=" + role.verbs + " --resource=" + shell_word(role.resource);
    if (!role.resource_name.empty()) {
        create += " --resource-name=" + role.resource_name;
    }
    return create + " && " + bind_command({.binding = role.name, .role = role.name, .ns = role.ns}, user);
}

} // namespace barograph::cli
