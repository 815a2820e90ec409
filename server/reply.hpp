#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::server {

/// One answer. The body may be shared by many replies: it is encoded once and never changed.
struct reply {
    unsigned status = 200;
    std::string_view content_type; ///< must point to static text
    std::shared_ptr<const std::string> body;
    std::vector<std::pair<std::string, std::string>> headers{}; ///< beyond those that every reply has
    std::string_view audit_id{}; ///< sent back if there is one; must live until the reply is written
    std::string_view caching = "no-cache, private"; ///< Cache-Control; static text
};

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view yaml_type = "application/yaml";
inline constexpr std::string_view text_type = "text/plain; charset=utf-8";

/// A reply with this body.
reply make_reply(unsigned status, std::string_view content_type, std::string body);

/// How a reply is put on the wire.
struct framing {
    bool keep_alive = true;  ///< else the reply says that the connection ends
    bool body_wanted = true; ///< false for HEAD
};

/// Replaces `wire` by the whole message (RFC 9112), reusing its memory. A 304 says nothing of the body that
/// it does not have. Thread-safe but for `wire`.
void serialize(const reply& answer, framing how, std::string& wire);

} // namespace barograph::server
