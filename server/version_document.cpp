#include "server/version_document.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace barograph::server {

nlohmann::ordered_json version_object(std::string_view version) {
    const auto first_dot = version.find('.');
    const auto second_dot = version.find('.', first_dot + 1);
    return {{"major", version.substr(0, first_dot)},
            {"minor", version.substr(first_dot + 1, second_dot - first_dot - 1)},
            {"gitVersion", "v" + std::string(version)},
            {"gitCommit", BAROGRAPH_COMMIT},
            {"gitTreeState", BAROGRAPH_TREE_STATE},
            {"buildDate", BAROGRAPH_DATE},
            {"goVersion", ""},
            {"compiler", "gcc " __VERSION__},
            {"platform", "linux/" BAROGRAPH_ARCHITECTURE}};
}

} // namespace barograph::server
