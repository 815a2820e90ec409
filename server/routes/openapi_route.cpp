#include "server/routes/openapi_route.hpp"

#include "server/negotiated_reply.hpp"
#include "server/openapi/documents.hpp"
#include "server/query_parameter.hpp"

#include <algorithm>
#include <array>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;

constexpr std::array group_path = {"openapi"sv, "v3"sv, "apis"sv, external_metrics.name,
                                   external_metrics.version};

const tagged_body& version_2() {
    static const auto body = tagged(openapi::version_2());
    return body;
}

} // namespace

bool openapi_route::is_for(const request_info& info) {
    const auto& s = info.segments;
    if (info.slashes_at_end > 0) {
        return false;
    }
    if (s.size() == 2) {
        return s[0] == "openapi" && (s[1] == "v2" || s[1] == "v3");
    }
    return std::ranges::equal(s, group_path);
}

reply openapi_route::answer(const request& question, const request_info& info) {
    if (!is_read(question.method)) {
        return status_reply(question, method_not_allowed());
    }
    if (!accepts_json(question)) {
        return status_reply(question, json_only());
    }
    if (info.segments.size() > 2) {
        return group(question);
    }
    return info.segments[1] == "v2" ? tagged_reply(question, json_type, version_2()) : index(question);
}

reply openapi_route::index(const request& question) {
    const auto& body = bodies_.get(metrics_.names(), "index", [](const metrics::name_list& names) {
        return tagged(openapi::version_3_index(openapi::version_3_hash(listed_names(names))));
    });
    return tagged_reply(question, json_type, body);
}

// Under the address that the index gives, which holds the hash of the document, it never changes. Under one
// that is out of date, as kube-apiserver's index is for a while, Go's servers redirect; but the aggregator
// lets no redirection through, so that kubectl would fail.
reply openapi_route::group(const request& question) {
    const auto& body = bodies_.get(metrics_.names(), "group", [](const metrics::name_list& names) {
        const auto listed = listed_names(names);
        return tagged_body{.text = std::make_shared<const std::string>(openapi::version_3(listed)),
                           .tag = "\"" + openapi::version_3_hash(listed) + "\""};
    });
    const auto asked = query_parameter(question.query, "hash").value_or("");
    const bool is_this = "\"" + asked + "\"" == body.tag;
    return is_this ? tagged_reply(question, json_type, body, "public, immutable, max-age=31536000")
                   : tagged_reply(question, json_type, body);
}

} // namespace barograph::server
