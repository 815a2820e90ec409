#pragma once
#include "config/configuration.hpp"
#include "config/problem.hpp"
#include "config/resource_catalogue.hpp"

#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

namespace barograph::config {

/// Reads a file of rules: prometheus-adapter's config.yaml, or the same rules in its Helm chart's values.
/// Strict where rules are concerned, and whole or not at all: with any error there is no configuration.
///
/// An empty file is a configuration without rules, as prometheus-adapter has it. `file_name` is for messages
/// only. Error: all problems of the file, sorted by place, warnings among them. Bounded in time and memory
/// for any input.
std::expected<configuration, std::vector<problem>>
parse(std::string_view file_name, std::string_view yaml_text,
      const resource_catalogue& resources = resource_catalogue::kubernetes());

/// The same from a file. A file that cannot be read, a directory and a file over the size limit are problems
/// too.
std::expected<configuration, std::vector<problem>>
load_file(const std::filesystem::path& path,
          const resource_catalogue& resources = resource_catalogue::kubernetes());

} // namespace barograph::config
