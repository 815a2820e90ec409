#pragma once
#include <expected>
#include <optional>
#include <string>

/// Which server the cluster sends external metrics to, by its APIService (apiregistration.k8s.io/v1), as
/// text. Pure functions.
namespace barograph::kube {

inline constexpr const char* external_metrics_api_service = "v1beta1.external.metrics.k8s.io";

/// A Service of the cluster.
struct service_name {
    std::string ns;
    std::string name;

    bool operator==(const service_name&) const = default;

    [[nodiscard]] std::string text() const { return ns + "/" + name; }
};

/// Reads NAMESPACE/NAME. Error: what was expected.
std::expected<service_name, std::string> parse_service_name(const std::string& text);

struct api_registration {
    enum class holder {
        ours = 1,       ///< the Service that this server is reached by
        another,        ///< another Service, see `service`
        kube_apiserver, ///< no Service at all: kube-apiserver takes it for its own
        absent,         ///< there is no such APIService
    };

    holder who{};
    service_name service{};                ///< of another; names that no Service can have are shown as such
    std::optional<service_name> release{}; ///< the Helm release that it is annotated with
    std::string uid{};                     ///< of the APIService

    /// Whether the same server is asked, whatever else differs.
    [[nodiscard]] bool same_holder(const api_registration& other) const {
        return who == other.who && service == other.service;
    }
};

/// Judges an APIService, given as JSON. Error: one sentence; it is none.
std::expected<api_registration, std::string> read_registration(const std::string& json,
                                                               const service_name& ours);

/// Whose it is, in a few words that everybody may read.
std::string registration_summary(const api_registration& found, const service_name& ours);

/// Whose it is, what that means and which commands show and repair it: for the log and an Event's note.
std::string registration_account(const api_registration& found, const service_name& ours);

} // namespace barograph::kube
