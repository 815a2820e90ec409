#include "server/query_parameter.hpp"

#include "rules/query_string.hpp"

#include <algorithm>
#include <array>

namespace barograph::server {

using namespace std::string_view_literals;

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
    auto parameters = rules::parse_query_string(query);
    if (!parameters) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(*parameters, name, &rules::query_parameters::value_type::first);
    return found == parameters->end() ? std::nullopt : std::optional(std::move(found->second));
}

bool is_yes(const std::optional<std::string>& text) {
    constexpr std::array yes = {"1"sv, "t"sv, "T"sv, "true"sv, "TRUE"sv, "True"sv};
    return text && std::ranges::find(yes, *text) != yes.end();
}

} // namespace barograph::server
