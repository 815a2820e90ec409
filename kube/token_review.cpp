#include "kube/token_review.hpp"

#include "kube/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace barograph::kube {

namespace {

using nlohmann::json;

constexpr const char* token_review_kind = "TokenReview";
using strings = std::vector<std::string>;

// Nothing when it is no list of strings; a list that is absent is empty.
std::optional<strings> strings_in(const json& object, const char* key) {
    const auto list = object.find(key);
    if (list == object.end() || list->is_null()) {
        return strings{};
    }
    if (!list->is_array() ||
        !std::ranges::all_of(*list, [](const json& entry) { return entry.is_string(); })) {
        return std::nullopt;
    }
    return list->get<strings>();
}

std::expected<user_info, std::string> user_in(const json& status) {
    const auto user = status.find("user");
    if (user == status.end() || text_in(*user, "username").empty()) {
        return std::unexpected("the TokenReview names no user");
    }
    user_info result{
        .name = text_in(*user, "username"), .uid = text_in(*user, "uid"), .groups = {}, .extra = {}};
    auto groups = strings_in(*user, "groups");
    if (!groups) {
        return std::unexpected("the TokenReview's groups are no list of strings");
    }
    result.groups = std::move(*groups);
    const auto extra = user->find("extra");
    if (extra != user->end() && extra->is_object()) {
        for (const auto& [key, ignored] : extra->items()) {
            auto values = strings_in(*extra, key.c_str());
            if (!values) {
                return std::unexpected("the TokenReview's extra fields are no lists of strings");
            }
            result.extra.emplace(key, std::move(*values));
        }
    }
    return result;
}

} // namespace

std::expected<std::string, std::string> token_review_body(const std::string& token,
                                                          const strings& audiences) {
    json spec = {{"token", token}};
    if (!audiences.empty()) {
        spec["audiences"] = audiences;
    }
    const json review = {
        {"apiVersion", "authentication.k8s.io/v1"}, {"kind", token_review_kind}, {"spec", std::move(spec)}};
    try {
        return review.dump();
    } catch (const json::type_error&) {
        return std::unexpected("the token is not valid UTF-8");
    }
}

std::expected<std::optional<user_info>, std::string> parse_token_review(const std::string& text,
                                                                        const strings& audiences) {
    const auto review = json::parse(text, nullptr, false);
    if (text_in(review, "kind") != token_review_kind) {
        return std::unexpected("the answer is not a TokenReview");
    }
    const auto status = review.find("status");
    if (status == review.end() || !status->is_object()) {
        return std::unexpected("the TokenReview has no status");
    }
    const auto authenticated = status->find("authenticated");
    if (authenticated != status->end() && !authenticated->is_boolean()) {
        return std::unexpected("the TokenReview's status does not say whether it is authenticated");
    }
    // Go leaves a false out.
    if (authenticated == status->end() || !authenticated->get<bool>()) {
        return std::nullopt;
    }
    if (!audiences.empty()) {
        const auto granted = strings_in(*status, "audiences");
        const bool fits = granted && std::ranges::any_of(*granted, [&](const std::string& audience) {
                              return std::ranges::find(audiences, audience) != audiences.end();
                          });
        if (!fits) {
            // An API server too old to know audiences has not looked at them.
            return std::nullopt;
        }
    }
    return user_in(*status);
}

} // namespace barograph::kube
