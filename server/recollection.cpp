#include "server/recollection.hpp"

#include "kube/access_review.hpp"
#include "kube/request_header_authenticator.hpp"
#include "server/negotiation.hpp"
#include "server/query_parameter.hpp"
#include "server/status_code.hpp"

#include <algorithm>

namespace barograph::server {

namespace {

// The aggregator asks for many users over one connection, but for values hardly more than one does.
constexpr std::size_t most_callers_of_a_connection = 2;
constexpr std::size_t callers_looked_at = 1024;

// Somebody could configure a field whose values may differ in a pattern as one that names users.
bool identity_is_in_pattern(const kube::request_header_config& config) {
    return std::ranges::none_of(head_pattern::traces, [&](std::string_view field) {
        return kube::is_identity_header(config, field);
    });
}

// Percent-encoding and parameters that mean nothing give one question any number of targets, of which each
// would take up memory for itself and for a body. Clients have one each.
constexpr long most_targets_of_a_value = 16;
constexpr std::size_t longest_target = 4096;

// Beside the targets it is held by the key and by who remembers it. About, as others may at the same time.
bool has_many_targets(const std::shared_ptr<metrics::live_value>& value) {
    return value.use_count() >= most_targets_of_a_value + 2;
}

// The form of an answer may depend on what a query says of it, beside the header.
bool says_how_to_print(std::string_view query) {
    return query_parameter(query, "pretty").has_value();
}

} // namespace

std::optional<recollection::memory> recollection::recall(std::string_view bytes, const connection& from) {
    for (const auto& known : from.callers) {
        const auto head = known.pattern.match(bytes);
        if (!head) {
            continue;
        }
        const auto target = still_holds(known) ? targets_.find(head->target) : nullptr;
        const auto now = how_.monotonic();
        if (!target || !known.who->may(target->ns(), target->metric(), now)) {
            return std::nullopt;
        }
        const auto answer = target->value().recall(now);
        if (!answer) {
            return std::nullopt;
        }
        return memory{.answer = {.status = status_code::ok,
                                 .content_type = content_type(known.form.type),
                                 .body = target->body_of(answer, known.form)},
                      .head = *head,
                      .who = known};
    }
    return std::nullopt;
}

bool recollection::still_holds(const remembered_caller& known) const {
    return !known.judged_by || (proxies_ != nullptr && proxies_->current() == known.judged_by &&
                                how_.wall() < known.judged_until);
}

void recollection::remember(const request& question, const grounds& basis) {
    auto& from = question.from;
    auto pattern = head_pattern::of(from.head);
    const auto head = pattern ? pattern->match(from.head) : std::nullopt;
    const bool is_complete = head && head->target.size() <= longest_target &&
                             !says_how_to_print(question.query) && basis.user && basis.allowed &&
                             basis.value && basis.form && basis.believed != grounds::proof::none;
    if (!is_complete) {
        return;
    }
    remembered_caller known{.pattern = std::move(*pattern),
                            .who = shared_caller(*basis.user),
                            .form = *basis.form,
                            .agent = question.fields[http::field::user_agent],
                            .judged_by = nullptr,
                            .judged_until = {}};
    if (basis.believed == grounds::proof::front_proxy) {
        known.judged_by = from.front_proxy.judged_by;
        known.judged_until = from.front_proxy.judged_until;
        if (!known.judged_by || !identity_is_in_pattern(*known.judged_by)) {
            return;
        }
    }
    known.who->was_allowed(basis.ns, basis.metric, *basis.allowed);
    const auto before = targets_.find(head->target);
    if ((!before || &before->value() != basis.value.get()) && !has_many_targets(basis.value)) {
        targets_.remember(head->target, std::make_shared<known_target>(basis.ns, basis.metric, basis.value),
                          how_.monotonic());
    }
    const auto same = std::ranges::find_if(from.callers, [&](const remembered_caller& each) {
        return each.pattern.match(from.head).has_value();
    });
    if (same != from.callers.end()) {
        *same = std::move(known);
        return;
    }
    if (from.callers.size() >= most_callers_of_a_connection) {
        from.callers.erase(from.callers.begin());
    }
    from.callers.push_back(std::move(known));
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
