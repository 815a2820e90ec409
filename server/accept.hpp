#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The Accept header as Go's API servers read it. Source: RFC 9110, section 12.5.1, where it leaves no room,
/// and the behaviour of Kubernetes' generic API server, where it does. Pure functions.
namespace barograph::server {

/// One alternative that a client accepts.
struct accept_clause {
    std::string type;    ///< `application`, or `*`
    std::string subtype; ///< `json`, or `*`
    double quality = 1;  ///< what `q` says; 0 for a `q` that is no number. Never excludes, as with Go
    std::vector<std::pair<std::string, std::string>>
        parameters{}; ///< all but `q`, a name once, the last counts

    /// Null when there is none of that name.
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// The alternatives of a header, best first: by quality, and what is named before what is a wildcard.
/// Whatever is no media range is passed over, and so is one with very many parameters. Of very many
/// alternatives only the first count.
[[nodiscard]] std::vector<accept_clause> parse_accept(std::string_view header);

} // namespace barograph::server
