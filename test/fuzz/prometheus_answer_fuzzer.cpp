// Any bytes as an answer of Prometheus: however they are cut, decoding ends with the same result or the same
// error. Each value is a number that a float64 can hold, or NaN or an infinity; each label comes once; a
// message is one line of bounded length.
#include "prometheus/instant_query.hpp"
#include "prometheus/series_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace barograph::prometheus;

constexpr std::array<unsigned, 4> statuses = {200, 400, 503, 429};
constexpr std::size_t longest_message = 700;

void require(bool holds, std::string_view what) {
    if (!holds) {
        std::cerr << what << "\n";
        std::abort();
    }
}

std::string text_of(const query_result& result) {
    auto text = std::to_string(static_cast<int>(result.type)) + "\n";
    for (const auto& sample : result.samples) {
        for (const auto& [name, value] : sample.labels) {
            text.append(name).append("=").append(value).append(";");
        }
        text += std::to_string(sample.timestamp) + " " + sample.value + (sample.is_histogram ? " h\n" : "\n");
    }
    for (const auto& warning : result.warnings) {
        text += warning + "\n";
    }
    return text;
}

std::string text_of(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text += name + "\n";
    }
    return text;
}

void check(const query_result& result) {
    for (const auto& sample : result.samples) {
        auto names = sample.labels;
        std::ranges::sort(names);
        const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
        require(std::ranges::adjacent_find(names, same_name) == names.end(), "a label comes twice");
        if (!sample.is_histogram && result.type <= result_type::scalar) {
            char* end = nullptr;
            std::strtod(sample.value.c_str(), &end);
            require(!sample.value.empty() && end == sample.value.c_str() + sample.value.size(), "no number");
        }
    }
}

void check(const std::vector<std::string>& names) {
    require(std::ranges::is_sorted(names) && std::ranges::adjacent_find(names) == names.end(), "not a set");
}

void check(const error& failure) {
    require(!failure.message.empty() && failure.message.size() <= longest_message,
            "a message without bounds");
    require(std::ranges::none_of(failure.message,
                                 [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
            "a message of more than one line");
}

// All at once, and in pieces of one to `longest` bytes.
template <typename Create>
void decode(Create create, unsigned status, std::string_view body, std::size_t longest) {
    const auto whole = create()->finish(
        {.status = status, .content_type = {}, .retry_after = {}, .body = std::string(body)}, "p");
    const auto decoder = create();
    for (std::size_t length = 1; !body.empty(); length = length % longest + 1) {
        decoder->write(body.substr(0, length));
        body.remove_prefix(std::min(length, body.size()));
    }
    const auto pieces =
        decoder->finish({.status = status, .content_type = {}, .retry_after = {}, .body = {}}, "p");
    require(whole.has_value() == pieces.has_value(), "one way it is an answer, the other way it is not");
    if (whole) {
        check(*whole);
        require(text_of(*whole) == text_of(*pieces), "two results");
    } else {
        check(whole.error());
        require(whole.error().code == pieces.error().code && whole.error().message == pieces.error().message,
                "two errors");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    // The first byte: two bits of the status, the others of the pieces' length.
    const auto status = statuses[data[0] % statuses.size()];
    const std::size_t longest = data[0] / statuses.size() + 1;
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    decode(create_instant_query_decoder, status, body, longest);
    decode(create_series_names_decoder, status, body, longest);
    return 0;
}
