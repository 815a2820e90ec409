#pragma once
#include "server/reply.hpp"
#include "server/request.hpp"

#include <memory>
#include <string>
#include <string_view>

/// Answers that a client need not be sent twice. Source: RFC 9110, sections 8.8.3 and 13.1.2.
namespace barograph::server {

/// A strong entity tag, quotes included: another for other bytes.
[[nodiscard]] std::string entity_tag(std::string_view bytes);

/// Whether an If-None-Match names this tag, by itself, in a list, as a weak one, or as `*`.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

/// A body with its tag; shared by all who ask.
struct tagged_body {
    std::shared_ptr<const std::string> text;
    std::string tag;
};

/// The body with a tag of its own bytes.
[[nodiscard]] tagged_body tagged(std::string body);

/// The body, or a 304 when the client says that it has it. Caches may keep it, but must ask again, unless
/// `caching` says otherwise (static text).
[[nodiscard]] reply tagged_reply(const request& question, std::string_view content_type,
                                 const tagged_body& body, std::string_view caching = "public");

} // namespace barograph::server
