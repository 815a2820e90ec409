#pragma once
#include <expected>
#include <optional>
#include <string>

/// What the Kubernetes API answers to list and watch of one object, as text (Kubernetes API concepts,
/// "Efficient detection of changes"). Pure functions.
namespace barograph::kube {

/// A list that can hold one object only.
struct listed_object {
    std::string version;               ///< of the list: what a watch goes on from
    std::optional<std::string> object; ///< as JSON; nothing: it does not exist
};

/// Reads a list; `kind` is its objects' kind, which lists leave out. Error: one sentence.
std::expected<listed_object, std::string> parse_list(const std::string& json, const std::string& kind);

struct watch_event {
    enum class kind {
        present = 1, ///< the object was added or changed; `object` is what it is now
        absent,      ///< the object was deleted
        bookmark,    ///< nothing but a newer version
        expired,     ///< the version is too old to be followed from: list again
        failed,      ///< the server could not go on; `object` says why
    };
    kind what{};
    std::string version; ///< what the next watch goes on from; empty for the last two
    std::string object;
};

/// Reads one line of a watch. Error: one sentence.
std::expected<watch_event, std::string> parse_watch_event(const std::string& json);

} // namespace barograph::kube
