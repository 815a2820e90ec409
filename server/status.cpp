#include "server/status.hpp"

namespace barograph::server {

status bad_request(std::string message) {
    return {.code = 400, .reason = "BadRequest", .message = std::move(message)};
}

status unauthorized() {
    return {.code = 401, .reason = "Unauthorized", .message = "Unauthorized"};
}

status forbidden(std::string message, std::optional<status::subject> details) {
    return {.code = 403, .reason = "Forbidden", .message = std::move(message), .details = std::move(details)};
}

status not_found(std::string message) {
    return {.code = 404, .reason = "NotFound", .message = std::move(message)};
}

status no_such_resource() {
    return not_found("the server could not find the requested resource");
}

status method_not_allowed() {
    return {.code = 405,
            .reason = "MethodNotAllowed",
            .message = "the server does not allow this method on the requested resource"};
}

status watch_not_supported(const std::string& group) {
    return {.code = 405,
            .reason = "MethodNotAllowed",
            .message = "watch is not supported on resources of kind \"*." + group + "\"",
            .details = status::subject{.group = group, .kind = "*"}};
}

status not_acceptable(std::string message) {
    return {.code = 406, .reason = "NotAcceptable", .message = std::move(message)};
}

status json_only() {
    return not_acceptable("only the following media types are accepted: application/json");
}

status internal_error(const std::string& message) {
    return {.code = 500, .reason = "InternalError", .message = "Internal error occurred: " + message};
}

status service_unavailable(std::string message) {
    return {.code = 503, .reason = "ServiceUnavailable", .message = std::move(message)};
}

status refused(unsigned code, std::string message) {
    constexpr unsigned malformed = 400;
    constexpr unsigned content_too_large = 413;
    constexpr unsigned too_many = 429;
    std::string_view reason; // Kubernetes has none for the others
    if (code == malformed) {
        reason = "BadRequest";
    } else if (code == content_too_large) {
        reason = "RequestEntityTooLarge";
    } else if (code == too_many) {
        return {.code = code,
                .reason = "TooManyRequests",
                .message = std::move(message),
                .details = status::subject{.retry_after_seconds = 1}};
    }
    return {.code = code, .reason = reason, .message = std::move(message)};
}

status from(const metrics::error& failure) {
    switch (failure.code) {
    case metrics::errc::not_found:
        return not_found(failure.message);
    case metrics::errc::bad_request:
        return bad_request(failure.message);
    case metrics::errc::unavailable:
    case metrics::errc::no_sample:
        return service_unavailable(failure.message);
    case metrics::errc::timed_out:
        return {.code = 504, .reason = "Timeout", .message = failure.message};
    case metrics::errc::not_finite:
    case metrics::errc::bad_value:
    case metrics::errc::internal:
        break;
    }
    return internal_error(failure.message);
}

} // namespace barograph::server
