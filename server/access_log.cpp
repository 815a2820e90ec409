#include "server/access_log.hpp"

#include "rules/text/quote.hpp"

#include <array>
#include <cstdio>

namespace barograph::server {

namespace {

constexpr std::size_t longest_method = 16;
constexpr std::size_t longest_target = 1024;
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_audit_id = 64; // as Go's API servers cut it

std::string cut(std::string_view text, std::size_t longest) {
    return text.size() <= longest ? std::string(text) : std::string(text.substr(0, longest)) + "...";
}

std::string quoted(std::string_view text, std::size_t longest) {
    return rules::text::quoted(cut(text, longest));
}

std::string peer_of(const connection& from) {
    const auto address = from.peer.address().to_string();
    return (from.peer.address().is_v6() ? "[" + address + "]" : address) + ":" +
           std::to_string(from.peer.port());
}

std::string seconds(std::chrono::nanoseconds took) {
    constexpr std::size_t longest = 64;
    std::array<char, longest> text{};
    const auto length =
        std::snprintf(text.data(), text.size(), "%.6fs", std::chrono::duration<double>(took).count());
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace

std::string access_line(const access& seen) {
    auto target = std::string(seen.path);
    if (!seen.query.empty()) {
        target.append("?").append(seen.query);
    }
    std::string line = "request peer=" + peer_of(seen.from);
    line += " method=" + cut(seen.method, longest_method);
    line += " uri=" + quoted(target, longest_target);
    line += " status=" + std::to_string(seen.status);
    line += " bytes=" + std::to_string(seen.bytes);
    line += " duration=" + seconds(seen.took);
    line += " user=" + quoted(seen.user, longest_name);
    line += " agent=" + quoted(seen.agent, longest_name);
    line += " audit-id=" + quoted(seen.audit_id, longest_audit_id);
    return line;
}

std::string refusal_line(const connection& from, unsigned status, std::string_view reason) {
    return "request peer=" + peer_of(from) + " refused unread status=" + std::to_string(status) +
           " reason=" + quoted(reason, longest_name);
}

} // namespace barograph::server
