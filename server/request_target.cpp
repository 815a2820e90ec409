#include "server/request_target.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;

bool begins_with_scheme(std::string_view target, std::string_view scheme) {
    return target.size() > scheme.size() &&
           std::ranges::equal(target.substr(0, scheme.size()), scheme, {}, rules::text::lower);
}

// Nothing is left of a target that names nothing but a host.
std::string_view without_origin(std::string_view target) {
    for (const auto scheme : {"https://"sv, "http://"sv}) {
        if (begins_with_scheme(target, scheme)) {
            const auto rest = target.substr(scheme.size());
            return rest.substr(std::min(rest.find_first_of("/?"), rest.size()));
        }
    }
    return target;
}

} // namespace

request_target split_target(std::string_view target) {
    const auto local = without_origin(target);
    const auto mark = std::min(local.find('?'), local.size());
    const auto path = local.substr(0, mark);
    return {.path = path.empty() && local.size() < target.size() ? "/"sv : path,
            .query = local.substr(std::min(mark + 1, local.size()))};
}

} // namespace barograph::server
