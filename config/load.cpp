#include "config/load.hpp"

#include "config/file_content.hpp"
#include "config/name_collisions.hpp"
#include "config/rule_check.hpp"
#include "config/sections.hpp"

#include <string>
#include <utility>

namespace barograph::config {

namespace {

void note_unserved(yaml_reader& reader, const file_sections& sections) {
    if (!sections.custom.empty()) {
        const auto count = sections.custom.size();
        reader.note(*sections.custom_node,
                    std::to_string(count) + (count == 1 ? " rule" : " rules") +
                        " for custom.metrics.k8s.io, checked but not served; expected externalRules");
    }
    if (sections.resource) {
        reader.note(*sections.resource_node,
                    "rules for metrics.k8s.io, checked but not served; expected externalRules");
    }
}

} // namespace

std::expected<configuration, std::vector<problem>>
parse(std::string_view file_name, std::string_view yaml_text, const resource_catalogue& resources) {
    const auto document = yaml_document::parse(file_name, yaml_text);
    if (!document) {
        return std::unexpected(std::vector{document.error()});
    }
    yaml_reader reader(std::string(file_name), *document);
    auto sections = read_sections(reader, document->root());

    configuration result;
    std::vector<const yaml_node*> places;
    for (const auto& draft : sections.external) {
        if (reader.gave_up()) {
            break;
        }
        if (auto rule = check_rule(reader, draft, resources)) {
            places.push_back(draft.node);
            result.external_rules.push_back(std::move(*rule));
        }
    }
    for (const auto& draft : sections.custom) {
        if (reader.gave_up()) {
            break;
        }
        check_unserved_rule(reader, draft, resources);
        result.custom_rules.push_back(draft.spec);
    }
    if (sections.resource) {
        check_resource_rules(reader, *sections.resource, sections.resource_path, resources);
    }
    note_unserved(reader, sections);
    warn_of_collisions(reader, places, result.external_rules);
    result.resource_rules = std::move(sections.resource);
    if (reader.error_count() > 0) {
        return std::unexpected(reader.problems());
    }
    result.warnings = reader.problems();
    return result;
}

std::expected<configuration, std::vector<problem>> load_file(const std::filesystem::path& path,
                                                             const resource_catalogue& resources) {
    const auto content = read_whole(path, yaml_limits{}.bytes);
    if (!content) {
        return std::unexpected(std::vector{
            problem{path.string(), 0, 0, content.error() + "; expected a readable file of rules"}});
    }
    return parse(path.string(), *content, resources);
}

} // namespace barograph::config
