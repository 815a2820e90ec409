#include "kube/watch_event.hpp"

#include "kube/json_text.hpp"

#include <nlohmann/json.hpp>

namespace barograph::kube {

namespace {

using nlohmann::json;

std::string version_of(const json& object) {
    const auto metadata = object.find("metadata");
    return metadata != object.end() && metadata->is_object() ? text_in(*metadata, "resourceVersion")
                                                             : std::string();
}

watch_event failure(const json& status) {
    constexpr int gone = 410;
    const auto code = status.find("code");
    const bool expired = text_in(status, "reason") == "Expired" ||
                         (code != status.end() && code->is_number_integer() && *code == gone);
    return {.what = expired ? watch_event::kind::expired : watch_event::kind::failed,
            .version = {},
            .object = text_in(status, "message")};
}

} // namespace

std::expected<listed_object, std::string> parse_list(const std::string& text, const std::string& kind) {
    auto list = json::parse(text, nullptr, false);
    if (!list.is_object() || text_in(list, "kind") != kind + "List") {
        return std::unexpected("the answer is not a " + kind + "List");
    }
    listed_object result{.version = version_of(list), .object = {}};
    const auto items = list.find("items");
    if (items == list.end() || items->is_null() || (items->is_array() && items->empty())) {
        return result;
    }
    if (!items->is_array() || items->size() != 1 || !items->front().is_object()) {
        return std::unexpected("the list does not hold the one object that was asked for");
    }
    auto& object = items->front();
    object["kind"] = kind;
    result.object = object.dump(-1, ' ', false, json::error_handler_t::replace);
    return result;
}

std::expected<watch_event, std::string> parse_watch_event(const std::string& text) {
    const auto event = json::parse(text, nullptr, false);
    if (!event.is_object() || !event.contains("object") || !event["object"].is_object()) {
        return std::unexpected("a line of the watch is not an event");
    }
    const auto type = text_in(event, "type");
    const auto& object = event["object"];
    if (type == "ERROR") {
        return failure(object);
    }
    watch_event result{.what = watch_event::kind::present,
                       .version = version_of(object),
                       .object = object.dump(-1, ' ', false, json::error_handler_t::replace)};
    if (type == "DELETED") {
        result.what = watch_event::kind::absent;
    } else if (type == "BOOKMARK") {
        result.what = watch_event::kind::bookmark;
    } else if (type != "ADDED" && type != "MODIFIED") {
        return std::unexpected("a line of the watch has a type that is not known");
    }
    if (result.version.empty()) {
        return std::unexpected("an event of the watch has no resourceVersion");
    }
    return result;
}

} // namespace barograph::kube
