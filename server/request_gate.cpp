#include "server/request_gate.hpp"

#include "rules/query_string.hpp"
#include "server/status_code.hpp"

#include <algorithm>
#include <array>

namespace barograph::server {

namespace {

using namespace std::string_view_literals;

constexpr unsigned too_many_requests = 429;

bool is_probe(std::string_view path) {
    constexpr std::array probes = {"/healthz"sv, "/livez"sv, "/readyz"sv};
    return std::ranges::find(probes, path) != probes.end();
}

bool has_long_selector(std::string_view query, std::size_t longest) {
    // Encoded it is never shorter.
    if (query.size() <= longest) {
        return false;
    }
    const auto parameters = rules::parse_query_string(query);
    return parameters && std::ranges::any_of(*parameters, [&](const auto& parameter) {
               return parameter.first == "labelSelector" && parameter.second.size() > longest;
           });
}

} // namespace

net::awaitable<reply> request_gate::handle(const request& question) {
    if (is_probe(question.path)) {
        co_return co_await behind_.handle(question);
    }
    if (in_flight_ >= limits_.max_requests_in_flight) {
        auto refusal =
            behind_.refuse(too_many_requests, "the server has too many requests in flight; try again later");
        refusal.headers.emplace_back("Retry-After", "1");
        co_return refusal;
    }
    if (has_long_selector(question.query, limits_.max_selector_bytes)) {
        co_return behind_.refuse(status_code::uri_too_long, "the label selector is too long");
    }

    struct counted {
        explicit counted(std::size_t& all) : count(all) { ++count; }

        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;

        ~counted() { --count; }

        std::size_t& count;
    };

    const counted one(in_flight_);
    co_return co_await behind_.handle(question);
}

reply request_gate::refuse(unsigned status, std::string_view reason) {
    return behind_.refuse(status, reason);
}

} // namespace barograph::server
