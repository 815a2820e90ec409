#include "server/negotiated_reply.hpp"

#include "server/documents.hpp"
#include "server/json_text.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

constexpr unsigned not_allowed = 405;

} // namespace

reply status_reply(const request& question, const status& failure) {
    const auto form = negotiate(question);
    auto result = form ? make_reply(failure.code, content_type(form->type), encode(failure, *form))
                       : raw_json_reply(failure.code, status_object(failure));
    if (failure.code == not_allowed) {
        result.headers.emplace_back("Allow", "GET, HEAD");
    }
    if (failure.details && failure.details->retry_after_seconds > 0) {
        result.headers.emplace_back("Retry-After", std::to_string(failure.details->retry_after_seconds));
    }
    return result;
}

reply not_acceptable_reply() {
    const auto failure = not_acceptable("only the following media types are accepted: application/json, "
                                        "application/yaml, application/vnd.kubernetes.protobuf");
    return raw_json_reply(failure.code, status_object(failure));
}

reply raw_json_reply(unsigned code, const nlohmann::ordered_json& object) {
    return make_reply(code, json_type, to_json_text(object, true));
}

} // namespace barograph::server
