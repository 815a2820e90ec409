#include "prometheus/answer.hpp"

#include "prometheus/partial_response.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace barograph::prometheus {

namespace {

constexpr unsigned ok = 200;
constexpr unsigned client_error_class = 4;
constexpr unsigned too_many_requests = 429;
constexpr unsigned bad_gateway = 502;
constexpr unsigned service_unavailable = 503;
constexpr std::size_t longest_excerpt = 200;
constexpr char delete_character = '\x7f';

// Prometheus quotes the whole query in its errors; an HPA's condition needs the first words only. Anybody may
// answer in its place, so nothing of an answer is told but so.
std::string excerpt(std::string_view text) {
    auto length = std::min(text.size(), longest_excerpt);
    // Not in the middle of a character, which would no longer be UTF-8.
    while (length > 0 && length < text.size() &&
           (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    std::string result(text.substr(0, length));
    for (auto& c : result) {
        if (static_cast<unsigned char>(c) < ' ' || c == delete_character) {
            c = ' ';
        }
    }
    return text.size() > longest_excerpt ? result + "…" : result;
}

errc code_of(unsigned status, const std::string& error_type) {
    if (error_type == "timeout" || error_type == "canceled") {
        return errc::timed_out;
    }
    if (status == too_many_requests) {
        return errc::limited;
    }
    return status / 100 == client_error_class ? errc::rejected : errc::unavailable;
}

// Only as a number of seconds (RFC 9110, section 10.2.3): whoever limits a rate writes it so.
std::optional<std::chrono::seconds> pause_of(const std::string& retry_after) {
    constexpr unsigned longest = 3600;
    unsigned seconds = 0;
    const auto* const end = retry_after.data() + retry_after.size();
    const auto [stop, error] = std::from_chars(retry_after.data(), end, seconds);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return std::chrono::seconds(std::min(seconds, longest));
}

} // namespace

bool answer_reader::value(const json_path& path, json_kind kind, std::string_view text) {
    if (path.depth() == 0) {
        return kind == json_kind::object;
    }
    if (path.starts_with({"data"})) {
        const bool comes_again = path.depth() == 1 && std::exchange(has_data_, true);
        return !comes_again && data(path, kind, text);
    }
    if (path.is({"status"})) {
        if (!status.empty()) {
            return false;
        }
        status = text;
    } else if (path.is({"errorType"})) {
        error_type = text;
    } else if (path.is({"error"})) {
        error_text = text;
    } else if (path.is({"isPartial"})) {
        is_partial = is_partial || text == "true";
    } else if (path.is({"warnings", "#"})) {
        warnings.emplace_back(text);
    }
    return true;
}

std::optional<error> read_answer(const net::http_response& response, answer_reader& reader,
                                 const std::string& where) {
    reader.write(response.body);
    const bool is_json = reader.finish();
    // Others of its class are no answer to a query, though what comes with them may look like one: a part of
    // it (206), or what a proxy has made of it (203).
    if (response.status != ok) {
        auto message = where + " answered " + std::to_string(response.status);
        if (is_json && !reader.error_text.empty()) {
            message += ": " + excerpt(reader.error_type) + ": " + excerpt(reader.error_text);
        }
        // Prometheus says in words of its API why it cannot answer a query. Without them a proxy says so, or
        // a Prometheus that is still starting.
        const bool is_gateway = reader.status.empty() &&
                                (response.status == bad_gateway || response.status == service_unavailable);
        return error{code_of(response.status, reader.error_type), std::move(message),
                     pause_of(response.retry_after), is_gateway};
    }
    if (!is_json) {
        return error{errc::malformed, where + " sent an answer that is not of the Prometheus HTTP API"};
    }
    if (reader.status != "success") {
        return error{code_of(response.status, reader.error_type),
                     where + " reports " +
                         (reader.error_type.empty() ? "no success" : excerpt(reader.error_type)) +
                         (reader.error_text.empty() ? "" : ": " + excerpt(reader.error_text))};
    }
    if (reader.is_partial) {
        return error{errc::partial, where + " says that its answer is partial"};
    }
    for (const auto& warning : reader.warnings) {
        if (tells_partial_response(warning)) {
            return error{errc::partial,
                         where + " answered with part of the data missing: " + excerpt(warning)};
        }
    }
    return std::nullopt;
}

error no_answer(const net::http_error& failure) {
    const auto code = [&] {
        switch (failure.code) {
        case net::http_errc::timed_out:
            return errc::timed_out;
        case net::http_errc::malformed:
            return errc::malformed;
        case net::http_errc::too_large:
            return errc::too_large;
        case net::http_errc::cancelled:
            return errc::cancelled;
        case net::http_errc::credentials:
        case net::http_errc::resolve:
        case net::http_errc::connect:
        case net::http_errc::tls:
        case net::http_errc::broken:
            break;
        }
        return errc::unreachable;
    };
    const auto why = code();
    return {why, "Prometheus " + failure.message, std::nullopt, why == errc::unreachable};
}

} // namespace barograph::prometheus
