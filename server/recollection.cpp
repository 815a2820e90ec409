#include "server/recollection.hpp"

#include "kube/access_review.hpp"
#include "kube/request_header_authenticator.hpp"
#include "server/fingerprint.hpp"
#include "server/negotiation.hpp"
#include "server/status_code.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

// The aggregator asks for many users over one connection, but for values hardly more than one does.
constexpr std::size_t most_callers_of_a_connection = 2;
constexpr std::size_t callers_looked_at = 1024;

// What stands in the request line between method and version: path and query are two views of it.
std::string_view target_of(const request& question) {
    if (question.query.empty()) {
        return question.path;
    }
    return {question.path.data(),
            static_cast<std::size_t>(question.query.data() + question.query.size() - question.path.data())};
}

// Changes the form beyond what the header says.
bool says_how_to_print(std::string_view query) {
    return query.find("pretty") != query.npos;
}

bool can_be_recalled(const request& question) {
    return question.method == "GET" && question.path.starts_with("/apis/external.metrics.k8s.io/") &&
           !says_how_to_print(question.query);
}

} // namespace

std::optional<recollection::memory> recollection::recall(const request& question) {
    auto& from = question.from;
    if (!can_be_recalled(question)) {
        from.fingerprint.clear();
        return std::nullopt;
    }
    take_fingerprint(question.fields, from.fingerprint);
    const auto* const known = caller_of(from);
    if (known == nullptr) {
        return std::nullopt;
    }
    const auto target = targets_.find(target_of(question));
    const auto now = how_.monotonic();
    if (!target || !known->who->may(target->ns(), target->metric(), now)) {
        return std::nullopt;
    }
    const auto answer = target->value().recall(now);
    if (!answer) {
        return std::nullopt;
    }
    return memory{.answer = {.status = status_code::ok,
                             .content_type = content_type(known->form.type),
                             .body = target->body_of(answer, known->form)},
                  .who = known->who.get(),
                  .of_front_proxy = known->judged_by != nullptr};
}

const remembered_caller* recollection::caller_of(const connection& from) const {
    const auto found = std::ranges::find(from.callers, from.fingerprint, &remembered_caller::fingerprint);
    if (found == from.callers.end()) {
        return nullptr;
    }
    if (found->judged_by) {
        const bool holds = proxies_ != nullptr && proxies_->current() == found->judged_by &&
                           how_.wall() < found->judged_until;
        return holds ? &*found : nullptr;
    }
    return &*found;
}

void recollection::remember(const request& question, const grounds& basis) {
    auto& from = question.from;
    const bool is_complete = basis.believed != grounds::proof::none && basis.user && basis.allowed &&
                             basis.value && basis.form && !from.fingerprint.empty();
    if (!is_complete) {
        return;
    }
    remembered_caller known{.fingerprint = from.fingerprint,
                            .who = shared_caller(*basis.user),
                            .form = *basis.form,
                            .judged_by = nullptr,
                            .judged_until = {}};
    if (basis.believed == grounds::proof::front_proxy) {
        known.judged_by = from.front_proxy.judged_by;
        known.judged_until = from.front_proxy.judged_until;
        if (!known.judged_by || !identity_is_in_fingerprint(*known.judged_by)) {
            return;
        }
    }
    known.who->was_allowed(basis.ns, basis.metric, *basis.allowed);
    const auto same = std::ranges::find(from.callers, known.fingerprint, &remembered_caller::fingerprint);
    if (same != from.callers.end()) {
        *same = std::move(known);
    } else {
        if (from.callers.size() >= most_callers_of_a_connection) {
            from.callers.erase(from.callers.begin());
        }
        from.callers.push_back(std::move(known));
    }
    const auto target = target_of(question);
    if (const auto before = targets_.find(target); !before || &before->value() != basis.value.get()) {
        targets_.remember(target, std::make_shared<known_target>(basis.ns, basis.metric, basis.value),
                          how_.monotonic());
    }
}

// Somebody could configure a header that is no part of fingerprints as one that names users.
bool recollection::identity_is_in_fingerprint(const kube::request_header_config& config) const {
    return std::ranges::none_of(
        traces, [&](std::string_view field) { return kube::is_identity_header(config, field); });
}

std::shared_ptr<caller> recollection::shared_caller(const kube::user_info& user) {
    kube::access_request anything;
    anything.user = user;
    auto key = kube::access_key(anything);
    const std::scoped_lock locked(lock_);
    if (callers_.size() >= callers_looked_at) {
        std::erase_if(callers_, [](const auto& each) { return each.second.expired(); });
    }
    auto& known = callers_[std::move(key)];
    auto found = known.lock();
    if (!found) {
        found = std::make_shared<caller>(user);
        known = found;
    }
    return found;
}

} // namespace barograph::server
