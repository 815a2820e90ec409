#pragma once
#include "metrics/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Errors as Kubernetes tells them: objects of kind Status (API conventions, "Response Status Kind"). The
/// only place that decides which code and reason an error has.
namespace barograph::server {

struct status {
    /// One of several reasons (StatusCause).
    struct cause {
        std::string reason{};
        std::string message{};
        std::string field{};
    };

    /// What the error is about, where Kubernetes names it (StatusDetails).
    struct subject {
        std::string name{};
        std::string group{};
        std::string kind{};
        std::string uid{};
        std::vector<cause> causes{};
        std::int32_t retry_after_seconds = 0; ///< when to ask again; 0: nothing is said
    };

    unsigned code = 0;
    std::string_view reason; ///< static text; may be empty
    std::string message;
    std::optional<subject> details{};
    std::string_view outcome = "Failure"; ///< static text; "Success" for what is no error
};

status bad_request(std::string message);
status unauthorized();
status forbidden(std::string message, std::optional<status::subject> details = std::nullopt);
status not_found(std::string message);
/// For a path that is no resource.
status no_such_resource();
status method_not_allowed();
status watch_not_supported(const std::string& group);
status not_acceptable(std::string message);
/// For what there is as JSON alone, to who takes none.
status json_only();
status internal_error(const std::string& message);
status service_unavailable(std::string message);
/// For what is refused before it is looked at: 400, 413, 414, 417, 429 or 431.
status refused(unsigned code, std::string message);

/// Why a metric has no value.
status from(const metrics::error& failure);

} // namespace barograph::server
