#pragma once
#include "audit/policy.hpp"
#include "config/problem.hpp"

#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

namespace barograph::config {

/// A file's policy, and what is worth knowing of it.
struct audit_policy {
    audit::policy rules;
    std::vector<problem> notes;
};

/// Reads a Policy of audit.k8s.io/v1. Stricter than Kubernetes, which only logs unknown fields: one that is
/// misspelt would leave requests out of the log. Error: all problems of the file, by place.
std::expected<audit_policy, std::vector<problem>> parse_audit_policy(std::string_view file_name,
                                                                     std::string_view yaml_text);

/// The same from a file.
std::expected<audit_policy, std::vector<problem>> load_audit_policy(const std::filesystem::path& path);

} // namespace barograph::config
