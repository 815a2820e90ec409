#include "server/head_pattern.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view end_of_line = "\r\n";
constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr std::string_view method = "GET ";
constexpr std::string_view version = " HTTP/1.1";
constexpr std::size_t longest_trace = 512;

// Whatever tells where a request or its connection ends, or asks for more than an answer.
constexpr std::array framing_fields = {"connection"sv, "content-length"sv,    "expect"sv,  "keep-alive"sv,
                                       "te"sv,         "transfer-encoding"sv, "trailer"sv, "upgrade"sv};

bool is_one_of(std::string_view name, const auto& known) {
    return std::ranges::any_of(known, [name](std::string_view each) {
        return boost::beast::iequals({name.data(), name.size()}, {each.data(), each.size()});
    });
}

// The target, if this is the line of a plain request; the line without its end.
std::optional<std::string_view> target_of_line(std::string_view line) {
    if (!line.starts_with(method) || !line.ends_with(version) ||
        line.size() <= method.size() + version.size()) {
        return std::nullopt;
    }
    return line.substr(method.size(), line.size() - method.size() - version.size());
}

// How long the value is that `rest` begins with; nothing when it is none that an aggregator or a client that
// traces sends.
std::optional<std::size_t> length_of_trace(std::string_view rest) {
    const auto length = std::min(rest.find('\r'), rest.size());
    const auto value = rest.substr(0, length);
    const bool is_plain = std::ranges::all_of(value, [](char c) { return c > ' ' && c < '\x7f'; });
    return length > 0 && length <= longest_trace && is_plain ? std::optional(length) : std::nullopt;
}

} // namespace

std::string_view whole_head(std::string_view bytes) {
    const auto end = bytes.find(end_of_head);
    return end == bytes.npos ? std::string_view{} : bytes.substr(0, end + end_of_head.size());
}

std::optional<head_pattern> head_pattern::of(std::string_view head) {
    const auto end = head.find(end_of_line);
    if (end == head.npos || !target_of_line(head.substr(0, end)) || !head.ends_with(end_of_head)) {
        return std::nullopt;
    }
    auto rest = head.substr(end + end_of_line.size());
    head_pattern result;
    piece current;
    bool has_audit_id = false;
    while (rest != end_of_line) {
        const auto length = rest.find(end_of_line);
        const auto colon = rest.find(':');
        if (length == rest.npos || colon >= length) {
            return std::nullopt;
        }
        const auto name = rest.substr(0, colon);
        if (is_one_of(name, framing_fields)) {
            return std::nullopt;
        }
        const auto begin_of_value = rest.find_first_not_of(' ', colon + 1);
        // Of several the first is the request's, be it empty, as for those who read a parsed header.
        const bool is_audit_id = is_one_of(name, std::array{traces.front()}) && !has_audit_id;
        has_audit_id = has_audit_id || is_audit_id;
        if (is_one_of(name, traces) && begin_of_value < length) {
            const auto value = length_of_trace(rest.substr(begin_of_value));
            if (!value || begin_of_value + *value != length) {
                return std::nullopt;
            }
            current.same.append(rest.substr(0, begin_of_value));
            current.then_audit_id = is_audit_id;
            result.pieces_.push_back(std::exchange(current, {}));
            current.same.append(end_of_line);
        } else {
            current.same.append(rest.substr(0, length + end_of_line.size()));
        }
        rest.remove_prefix(length + end_of_line.size());
    }
    current.same.append(end_of_line);
    result.pieces_.push_back(std::move(current));
    return result;
}

std::optional<request_head> head_pattern::match(std::string_view bytes) const {
    const auto end = bytes.find('\r');
    if (end == bytes.npos || !bytes.substr(end).starts_with(end_of_line)) {
        return std::nullopt;
    }
    const auto target = target_of_line(bytes.substr(0, end));
    if (!target) {
        return std::nullopt;
    }
    request_head found{.target = *target, .audit_id = {}, .size = 0};
    auto rest = bytes.substr(end + end_of_line.size());
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const auto& part = pieces_[i];
        if (!rest.starts_with(part.same)) {
            return std::nullopt;
        }
        rest.remove_prefix(part.same.size());
        if (i + 1 < pieces_.size()) {
            const auto value = length_of_trace(rest);
            if (!value) {
                return std::nullopt;
            }
            if (part.then_audit_id) {
                found.audit_id = rest.substr(0, *value);
            }
            rest.remove_prefix(*value);
        }
    }
    found.size = bytes.size() - rest.size();
    return found;
}

} // namespace barograph::server
