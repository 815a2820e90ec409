#include "server/request_info.hpp"

#include "rules/query_string.hpp"
#include "rules/text/ascii.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

// /apis/GROUP/VERSION/namespaces/NS/RESOURCE
constexpr std::size_t resource_segments = 6;

// Behind the first slash, and without those at the end.
std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return segments;
}

using rules::text::lower_case;

// As Kubernetes reads a boolean parameter: the first counts, and all but `false` and `0` is true.
bool wants_watch(std::string_view query) {
    const auto parameters = rules::parse_query_string(query);
    if (!parameters) {
        return false;
    }
    const auto watch = std::ranges::find(*parameters, "watch", &rules::query_parameters::value_type::first);
    return watch != parameters->end() && watch->second != "0" && lower_case(watch->second) != "false";
}

std::string resource_verb(std::string_view method, std::string_view query) {
    if (method == "GET" || method == "HEAD") {
        return wants_watch(query) ? "watch" : "list";
    }
    if (method == "POST") {
        return "create";
    }
    if (method == "PUT") {
        return "update";
    }
    return method == "DELETE" ? "deletecollection" : lower_case(method);
}

} // namespace

std::expected<request_info, std::string> read_request_info(std::string_view method, std::string_view path,
                                                           std::string_view query) {
    const auto encoded = boost::urls::make_pct_string_view({path.data(), path.size()});
    if (!encoded) {
        return std::unexpected("the path is not percent-encoded properly");
    }
    request_info info;
    info.path = encoded->decode();
    if (!info.path.starts_with('/') || info.path.find('\0') != std::string::npos) {
        return std::unexpected("the path must start with / and hold no NUL");
    }
    const auto end = info.path.find_last_not_of('/');
    const auto length = end == info.path.npos ? 1 : end + 1;
    info.slashes_at_end = info.path.size() - length;
    info.segments = split(std::string_view(info.path).substr(1, length - 1));
    const auto& s = info.segments;
    info.is_resource = s.size() == resource_segments && s[0] == "apis" && s[3] == "namespaces" &&
                       std::ranges::find(s, "") == s.end();
    if (info.is_resource) {
        info.group = s[1];
        info.version = s[2];
        info.ns = s[4];
        info.resource = s[5];
        info.verb = resource_verb(method, query);
    } else {
        info.verb = lower_case(method);
    }
    return info;
}

} // namespace barograph::server
