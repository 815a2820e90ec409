#include "server/reply.hpp"

#include "server/status_code.hpp"

#include <boost/beast/http/status.hpp>

#include <array>
#include <ctime>

namespace barograph::server {

namespace {

// RFC 9110's IMF-fixdate; it changes once a second, so it is written once a second.
std::string_view http_date() {
    struct cached_date {
        std::time_t second = -1;
        std::size_t length = 0;
        std::array<char, sizeof "Sun, 06 Nov 1994 08:49:37 GMT"> text{};
    };

    thread_local cached_date cached;
    const auto now = std::time(nullptr);
    if (now != cached.second) {
        std::tm utc{};
        static_cast<void>(::gmtime_r(&now, &utc));
        // The "C" locale is never changed, so the names are English.
        cached.length =
            std::strftime(cached.text.data(), cached.text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        cached.second = now;
    }
    return {cached.text.data(), cached.length};
}

} // namespace

reply make_reply(unsigned status, std::string_view content_type, std::string body) {
    return {.status = status,
            .content_type = content_type,
            .body = std::make_shared<const std::string>(std::move(body))};
}

void serialize(const reply& answer, framing how, std::string& wire) {
    const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(answer.status));
    wire.assign("HTTP/1.1 ")
        .append(std::to_string(answer.status))
        .append(" ")
        .append(reason.data(), reason.size());
    wire.append("\r\nDate: ").append(http_date());
    wire.append("\r\nCache-Control: ").append(answer.caching);
    if (answer.status != status_code::not_modified) {
        wire.append("\r\nContent-Type: ").append(answer.content_type);
    }
    wire.append("\r\nX-Content-Type-Options: nosniff");
    for (const auto& [name, value] : answer.headers) {
        wire.append("\r\n").append(name).append(": ").append(value);
    }
    if (!answer.audit_id.empty()) {
        wire.append("\r\nAudit-Id: ").append(answer.audit_id);
    }
    if (!how.keep_alive) {
        wire.append("\r\nConnection: close");
    }
    if (answer.status != status_code::not_modified) {
        wire.append("\r\nContent-Length: ").append(std::to_string(answer.body->size()));
    }
    wire.append("\r\n\r\n");
    if (how.body_wanted && answer.status != status_code::not_modified) {
        wire.append(*answer.body);
    }
}

} // namespace barograph::server
