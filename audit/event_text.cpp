#include "audit/event_text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace barograph::audit {

namespace {

using json = nlohmann::ordered_json;

std::string name_of(level what) {
    switch (what) {
    case level::none:
        return "None";
    case level::metadata:
        return "Metadata";
    case level::request:
        return "Request";
    case level::request_response:
        break;
    }
    return "RequestResponse";
}

std::string name_of(stage reached) {
    switch (reached) {
    case stage::request_received:
        return "RequestReceived";
    case stage::response_started:
        return "ResponseStarted";
    case stage::response_complete:
        break;
    }
    return "ResponseComplete";
}

// Kubernetes' MicroTime: always six digits of a second.
std::string micro_time(std::chrono::system_clock::time_point instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{seconds - day};
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(instant - seconds).count();
    constexpr std::size_t longest = 64;
    std::array<char, longest> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", int{date.year()},
                      unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                      static_cast<int>(micros));
    return {text.data(), static_cast<std::size_t>(length)};
}

json user_object(const user& who) {
    auto object = json::object();
    const auto add = [&](const char* key, const auto& value) {
        if (!value.empty()) {
            object[key] = value;
        }
    };
    add("username", who.name);
    add("uid", who.uid);
    add("groups", who.groups);
    add("extra", who.extra);
    return object;
}

// As nlohmann writes text: in quotes, and nothing in it can end the line.
std::string in_quotes(const std::string& text) {
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string in_quotes(const std::vector<std::string>& texts) {
    std::string list;
    for (const auto& text : texts) {
        list += (list.empty() ? "" : ",") + in_quotes(text);
    }
    return in_quotes(list);
}

std::string or_else(const std::string& text, const char* otherwise) {
    return text.empty() ? otherwise : text;
}

} // namespace

std::string to_json(const event& told) {
    json object = {{"kind", "Event"},    {"apiVersion", "audit.k8s.io/v1"}, {"level", name_of(told.what)},
                   {"auditID", told.id}, {"stage", name_of(told.reached)},  {"requestURI", told.uri},
                   {"verb", told.verb}};
    object["user"] = user_object(told.who);
    if (!told.source_ips.empty()) {
        object["sourceIPs"] = told.source_ips;
    }
    if (!told.user_agent.empty()) {
        object["userAgent"] = told.user_agent;
    }
    if (told.object) {
        object["objectRef"] = json{{"resource", told.object->resource},
                                   {"namespace", told.object->ns},
                                   {"apiGroup", told.object->group},
                                   {"apiVersion", told.object->version}};
    }
    if (told.status) {
        object["responseStatus"] = json{{"metadata", json::object()}, {"code", *told.status}};
    }
    object["requestReceivedTimestamp"] = micro_time(told.received);
    object["stageTimestamp"] = micro_time(told.staged);
    if (!told.annotations.empty()) {
        auto& annotations = object["annotations"] = json::object();
        for (const auto& [key, value] : told.annotations) {
            annotations[key] = value;
        }
    }
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_legacy(const event& told) {
    const bool is_known = !told.who.name.empty();
    const auto groups =
        is_known && !told.who.groups.empty() ? in_quotes(told.who.groups) : in_quotes(std::string("<none>"));
    const auto field = [](const char* name, const std::string& value) {
        return std::string(" ") + name + "=" + value;
    };
    return micro_time(told.received) + " AUDIT:" + field("id", in_quotes(told.id)) +
           field("stage", in_quotes(name_of(told.reached))) +
           field("ip", in_quotes(told.source_ips.empty() ? "<unknown>" : told.source_ips.front())) +
           field("method", in_quotes(told.verb)) +
           field("user", in_quotes(or_else(told.who.name, "<none>"))) + field("groups", groups) +
           field("as", in_quotes(std::string("<self>"))) +
           field("asgroups", in_quotes(std::string("<lookup>"))) +
           field("user-agent", in_quotes(told.user_agent)) +
           field("namespace", in_quotes(or_else(told.object ? told.object->ns : "", "<none>"))) +
           field("uri", in_quotes(told.uri)) +
           field("response", '"' + (told.status ? std::to_string(*told.status) : "<deferred>") + '"');
}

} // namespace barograph::audit
