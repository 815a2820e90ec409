#include "server/negotiation.hpp"

#include "server/accept.hpp"
#include "server/protobuf/documents.hpp"
#include "server/query_parameter.hpp"
#include "server/reply.hpp"

#include <array>

namespace barograph::server {

namespace {

struct offer {
    media_type type{};
    std::string_view subtype; ///< of `application`
    bool streams = false;     ///< whether Kubernetes has it for watches
};

// The order decides what a wildcard gets.
constexpr std::array offers = {
    offer{.type = media_type::json, .subtype = "json", .streams = true},
    offer{.type = media_type::yaml, .subtype = "yaml"},
    offer{.type = media_type::protobuf, .subtype = "vnd.kubernetes.protobuf", .streams = true}};

std::string_view accept_header(const request& question) {
    const auto value = question.fields[http::field::accept];
    return {value.data(), value.size()};
}

bool names(const accept_clause& clause, std::string_view type, std::string_view subtype) {
    return (clause.type == "*" && clause.subtype == "*") ||
           (clause.type == type && (clause.subtype == subtype || clause.subtype == "*"));
}

std::string_view text_of(const accept_clause& clause, std::string_view name) {
    const auto* value = clause.parameter(name);
    return value == nullptr ? std::string_view{} : *value;
}

// Parameters that restrict what may be answered to a client that knows more than this server.
bool can_be_given(const accept_clause& clause, const offer& offered) {
    const auto stream = text_of(clause, "stream");
    const bool stream_is_known = stream.empty() || (stream == "watch" && offered.streams);
    return stream_is_known && text_of(clause, "sv").empty();
}

bool is_transformation(const accept_clause& clause) {
    return clause.parameter("as") != nullptr || clause.parameter("g") != nullptr ||
           clause.parameter("v") != nullptr;
}

std::optional<aggregated_discovery> aggregation(const accept_clause& clause) {
    if (text_of(clause, "g") != "apidiscovery.k8s.io" || text_of(clause, "as") != "APIGroupDiscoveryList") {
        return std::nullopt;
    }
    if (text_of(clause, "v") == "v2") {
        return aggregated_discovery::v2;
    }
    return text_of(clause, "v") == "v2beta1" ? std::optional(aggregated_discovery::v2beta1) : std::nullopt;
}

// Indented for people, that is on request, or for the tools that people look through.
bool wants_indented(const request& question) {
    if (const auto pretty = query_parameter(question.query, "pretty"); pretty && !pretty->empty()) {
        return is_yes(pretty);
    }
    const auto agent = question.fields[http::field::user_agent];
    return agent.starts_with("curl") || agent.starts_with("Wget") || agent.starts_with("Mozilla/5.0");
}

representation agreed(const request& question, const accept_clause& clause, const offer& offered) {
    return {.type = offered.type,
            .indented = offered.type == media_type::json &&
                        (text_of(clause, "pretty") == "1" || wants_indented(question))};
}

} // namespace

std::optional<representation> negotiate(const request& question) {
    const auto header = accept_header(question);
    if (header.empty()) {
        return agreed(question, {}, offers.front());
    }
    for (const auto& clause : parse_accept(header)) {
        for (const auto& offered : offers) {
            if (names(clause, "application", offered.subtype) && can_be_given(clause, offered) &&
                !is_transformation(clause)) {
                return agreed(question, clause, offered);
            }
        }
    }
    return std::nullopt;
}

std::optional<aggregated_representation> negotiate_aggregated(const request& question) {
    for (const auto& clause : parse_accept(accept_header(question))) {
        const auto version = aggregation(clause);
        for (const auto& offered : offers) {
            if (version && names(clause, "application", offered.subtype) && can_be_given(clause, offered)) {
                return aggregated_representation{.form = agreed(question, clause, offered),
                                                 .version = *version};
            }
        }
    }
    return std::nullopt;
}

bool accepts_json(const request& question) {
    const auto header = accept_header(question);
    if (header.empty()) {
        return true;
    }
    for (const auto& clause : parse_accept(header)) {
        if (names(clause, "application", "json")) {
            return true;
        }
    }
    return false;
}

std::string_view content_type(media_type type) {
    switch (type) {
    case media_type::yaml:
        return yaml_type;
    case media_type::protobuf:
        return protobuf_type;
    case media_type::json:
        break;
    }
    return json_type;
}

std::string_view content_type(media_type type, aggregated_discovery version) {
    const bool newest = version == aggregated_discovery::v2;
    switch (type) {
    case media_type::yaml:
        return newest ? "application/yaml;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
                      : "application/yaml;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
    case media_type::protobuf:
        return newest ? "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;"
                        "as=APIGroupDiscoveryList"
                      : "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2beta1;"
                        "as=APIGroupDiscoveryList";
    case media_type::json:
        break;
    }
    return newest ? "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
                  : "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
}

} // namespace barograph::server
