#include "kube/registration_event.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>

namespace barograph::kube {

namespace {

using holder = api_registration::holder;

const char* reason_of(holder who) {
    switch (who) {
    case holder::ours:
        return "APIServiceRegistered";
    case holder::absent:
        return "APIServiceMissing";
    case holder::another:
    case holder::kube_apiserver:
        break;
    }
    return "APIServiceTakenOver";
}

// Kubernetes' MicroTime.
std::string micro_time(std::chrono::system_clock::time_point when) {
    using namespace std::chrono;
    const auto second = floor<seconds>(when);
    const auto fraction = std::to_string(duration_cast<microseconds>(when - second).count());
    constexpr std::size_t digits = 6;
    const std::time_t unix_time = system_clock::to_time_t(second);
    std::tm utc{};
    static_cast<void>(gmtime_r(&unix_time, &utc));
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    return std::string(text.data(), size) + "." + std::string(digits - fraction.size(), '0') + fraction + "Z";
}

std::string hexadecimal(unsigned long long number) {
    std::array<char, 20> text{};
    const auto size = std::snprintf(text.data(), text.size(), "%llx", number);
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace

std::string registration_event(const api_registration& found, const service_name& ours,
                               std::chrono::system_clock::time_point when, const std::string& instance) {
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count();
    // Two replicas that see the same change at once must not ask for the same name.
    const auto name =
        std::string(external_metrics_api_service) + "." +
        hexadecimal(static_cast<unsigned long long>(nanoseconds) ^ std::hash<std::string>{}(instance));
    nlohmann::json regarding = {{"apiVersion", "apiregistration.k8s.io/v1"},
                                {"kind", "APIService"},
                                {"name", external_metrics_api_service}};
    if (!found.uid.empty()) {
        regarding["uid"] = found.uid;
    }
    const nlohmann::json event = {{"apiVersion", "events.k8s.io/v1"},
                                  {"kind", "Event"},
                                  {"metadata", {{"name", name}, {"namespace", "default"}}},
                                  {"eventTime", micro_time(when)},
                                  {"type", found.who == holder::ours ? "Normal" : "Warning"},
                                  {"reason", reason_of(found.who)},
                                  {"action", "FollowRegistration"},
                                  {"note", registration_account(found, ours)},
                                  {"regarding", std::move(regarding)},
                                  {"reportingController", "barograph"},
                                  {"reportingInstance", instance}};
    return event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace barograph::kube
