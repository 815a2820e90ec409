#include "kube/access_review.hpp"

#include "kube/json_text.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace barograph::kube {

namespace {

using nlohmann::json;

constexpr const char* access_review_kind = "SubjectAccessReview";
constexpr const char* self_access_review_kind = "SelfSubjectAccessReview";

void set(json& object, const char* key, const std::string& value) {
    if (!value.empty()) {
        object[key] = value;
    }
}

json attributes(const access_request& request) {
    json result = json::object();
    set(result, "verb", request.verb);
    if (request.is_resource) {
        set(result, "namespace", request.ns);
        set(result, "group", request.group);
        set(result, "version", request.version);
        set(result, "resource", request.resource);
        set(result, "name", request.name);
    } else {
        set(result, "path", request.path);
    }
    return result;
}

std::expected<std::string, std::string> review_text(const char* kind, json spec,
                                                    const access_request& request) {
    spec[request.is_resource ? "resourceAttributes" : "nonResourceAttributes"] = attributes(request);
    const json review = {
        {"apiVersion", "authorization.k8s.io/v1"}, {"kind", kind}, {"spec", std::move(spec)}};
    try {
        return review.dump();
    } catch (const json::type_error&) {
        return std::unexpected("the request holds text that is not valid UTF-8");
    }
}

std::expected<access_decision, std::string> decision_of(const std::string& kind, const std::string& text) {
    const auto review = json::parse(text, nullptr, false);
    if (text_in(review, "kind") != kind) {
        return std::unexpected("the answer is not a " + kind);
    }
    const auto status = review.find("status");
    if (status == review.end() || !status->is_object()) {
        return std::unexpected("the " + kind + " has no status");
    }
    const auto allowed = status->find("allowed");
    const auto denied = status->find("denied");
    if (allowed == status->end() || !allowed->is_boolean() ||
        (denied != status->end() && !denied->is_boolean())) {
        return std::unexpected("the " + kind + "'s status does not say what is allowed");
    }
    if (allowed->get<bool>() && denied != status->end() && denied->get<bool>()) {
        return std::unexpected("the " + kind + " both allows and denies");
    }
    return access_decision{.allowed = allowed->get<bool>(), .reason = text_in(*status, "reason")};
}

// Lengths keep fields apart whatever bytes they hold.
void append(std::string& key, std::string_view field) {
    key += std::to_string(field.size());
    key += ':';
    key += field;
}

void append(std::string& key, const std::vector<std::string>& fields) {
    append(key, std::to_string(fields.size()));
    for (const auto& field : fields) {
        append(key, field);
    }
}

} // namespace

std::expected<std::string, std::string> access_review_body(const access_request& request) {
    json spec = json::object();
    set(spec, "user", request.user.name);
    set(spec, "uid", request.user.uid);
    if (!request.user.groups.empty()) {
        spec["groups"] = request.user.groups;
    }
    if (!request.user.extra.empty()) {
        spec["extra"] = request.user.extra;
    }
    return review_text(access_review_kind, std::move(spec), request);
}

std::expected<std::string, std::string> self_access_review_body(const access_request& request) {
    return review_text(self_access_review_kind, json::object(), request);
}

std::expected<access_decision, std::string> parse_access_review(const std::string& text) {
    return decision_of(access_review_kind, text);
}

std::expected<access_decision, std::string> parse_self_access_review(const std::string& text) {
    return decision_of(self_access_review_kind, text);
}

std::string access_key(const access_request& request) {
    std::string key = request.is_resource ? "r" : "p";
    append(key, request.verb);
    if (request.is_resource) {
        append(key, request.ns);
        append(key, request.group);
        append(key, request.version);
        append(key, request.resource);
        append(key, request.name);
    } else {
        append(key, request.path);
    }
    append(key, request.user.name);
    append(key, request.user.uid);
    append(key, request.user.groups);
    for (const auto& [name, values] : request.user.extra) {
        append(key, name);
        append(key, values);
    }
    return key;
}

} // namespace barograph::kube
