#pragma once
#include "kube/api_registration.hpp"

#include <chrono>
#include <string>

namespace barograph::kube {

/// Where Events about an object that is in no namespace are created: kube-apiserver takes them in `default`
/// only.
inline constexpr const char* registration_events_path = "/apis/events.k8s.io/v1/namespaces/default/events";

/// An Event (events.k8s.io/v1) that tells whose the APIService is: Warning APIServiceTakenOver or
/// APIServiceMissing, else Normal APIServiceRegistered. `instance`: which of the servers tells it. Its name
/// differs with the time and the instance.
std::string registration_event(const api_registration& found, const service_name& ours,
                               std::chrono::system_clock::time_point when, const std::string& instance);

} // namespace barograph::kube
