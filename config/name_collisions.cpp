#include "config/name_collisions.hpp"

#include "config/printable.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace barograph::config {

void warn_of_collisions(yaml_reader& reader, const std::vector<const yaml_node*>& places,
                        const std::vector<rules::rule>& rules) {
    std::map<std::string, const yaml_node*> givers;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& name = rules[i].only_name();
        if (!name) {
            continue;
        }
        const auto [earlier, is_first] = givers.try_emplace(*name, places[i]);
        if (!is_first) {
            reader.warning(*places[i],
                           "this rule gives only the metric " + in_quotes(*name) +
                               ", as does the rule in line " +
                               std::to_string(reader.line_of(*earlier->second)) +
                               "; the last that has series is used (expected names of their own)");
            earlier->second = places[i];
        }
    }
}

} // namespace barograph::config
