#include "cli/kubeconfig_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace barograph::cli {

std::string kubeconfig_path(const std::string& given) {
    if (!given.empty()) {
        return given;
    }
    const auto* listed = std::getenv("KUBECONFIG");
    std::string rest = listed != nullptr ? listed : "";
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto path = rest.substr(0, end);
        if (!path.empty() && std::filesystem::exists(path)) {
            return path;
        }
        rest.erase(0, end + 1);
    }
    const auto* home = std::getenv("HOME");
    return (std::filesystem::path(home != nullptr ? home : "/") / ".kube" / "config").string();
}

} // namespace barograph::cli
