#include "kube/api_answer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace barograph::kube {

namespace {

constexpr std::size_t longest_message = 512;

errc kind_of(net::http_errc code) {
    switch (code) {
    case net::http_errc::credentials:
        return errc::credentials;
    case net::http_errc::resolve:
    case net::http_errc::connect:
    case net::http_errc::tls:
    case net::http_errc::broken:
        return errc::unreachable;
    case net::http_errc::timed_out:
        return errc::timed_out;
    case net::http_errc::malformed:
    case net::http_errc::too_large:
        return errc::malformed;
    case net::http_errc::cancelled:
        return errc::cancelled;
    }
    return errc::unreachable;
}

errc kind_of(unsigned status) {
    constexpr unsigned unauthorized = 401;
    constexpr unsigned forbidden = 403;
    constexpr unsigned gone = 410;
    constexpr unsigned too_many_requests = 429;
    switch (status) {
    case unauthorized:
        return errc::unauthorized;
    case forbidden:
        return errc::forbidden;
    case gone:
        return errc::gone;
    case too_many_requests:
        return errc::unavailable;
    default:
        break;
    }
    if (status >= 500) {
        return errc::unavailable;
    }
    // A redirect, or a 2xx without a body, is nothing that an API server answers here.
    return status >= 400 ? errc::rejected : errc::malformed;
}

// One line of valid UTF-8 whatever the server wrote: it ends in logs and in JSON.
std::string tamed(std::string text) {
    if (text.size() > longest_message) {
        auto end = longest_message;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text.resize(end);
        text += "…";
    }
    std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

// Of Retry-After only the form in seconds, which is what kube-apiserver sends.
std::chrono::seconds seconds_of(const std::string& text) {
    unsigned seconds = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, failed] = std::from_chars(text.data(), end, seconds);
    return std::chrono::seconds(failed == std::errc() && rest == end ? seconds : 0);
}

std::string status_message(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("kind") || json["kind"] != "Status") {
        return {};
    }
    const auto message = json.find("message");
    return message != json.end() && message->is_string() ? tamed(message->get<std::string>()) : std::string();
}

} // namespace

std::expected<std::string, error> judge_answer(net::http_result answer, const std::string& asked,
                                               const std::string& server) {
    const auto subject = asked + " at the Kubernetes API failed: ";
    if (!answer) {
        return std::unexpected(error{kind_of(answer.error().code), subject + answer.error().message});
    }
    constexpr unsigned ok = 200;
    constexpr unsigned created = 201;
    if (answer->status == ok || answer->status == created) {
        return std::move(answer->body);
    }
    const auto said = status_message(answer->body);
    return std::unexpected(error{kind_of(answer->status),
                                 subject + server + " answered with status " +
                                     std::to_string(answer->status) + (said.empty() ? "" : " (" + said + ")"),
                                 seconds_of(answer->retry_after), answer->status});
}

} // namespace barograph::kube
