#include "server/request_info.hpp"

#include "rules/query_string.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

// /apis/GROUP/VERSION/namespaces/NS/RESOURCE
constexpr std::size_t resource_segments = 6;

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> segments;
    std::size_t start = 0;
    while (start < path.size()) {
        const auto end = std::min(path.find('/', start), path.size());
        if (end > start) {
            segments.push_back(path.substr(start, end - start));
        }
        start = end + 1;
    }
    return segments;
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return result;
}

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
    info.segments = split(info.path);
    const auto& s = info.segments;
    info.is_resource = s.size() == resource_segments && s[0] == "apis" && s[3] == "namespaces";
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
