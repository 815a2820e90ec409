#include "cli/doctor/service_check.hpp"

#include "cli/doctor/asked_service.hpp"

#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* service_check_name = "service";

std::string look_at_pods(const kube::service_name& name, const kube::service_object& object) {
    std::string labels;
    for (const auto& [label, value] : object.selector) {
        labels += (labels.empty() ? "" : ",") + label + "=" + value;
    }
    const auto in = "kubectl --namespace " + shell_word(name.ns);
    return labels.empty()
               ? in +
                     " describe endpointslices --selector=kubernetes.io/service-name=" + shell_word(name.name)
               : in + " describe pods --selector=" + shell_word(labels);
}

finding judge(const asked_service& asked, const service_state& state) {
    const auto title = "Service " + asked.name.text();
    if (!state.has_port) {
        return wrong(service_check_name,
                     title + " has no port " + std::to_string(asked.port()) + ", which the aggregator asks",
                     "kubectl --namespace " + shell_word(asked.name.ns) + " edit service " +
                         shell_word(asked.name.name));
    }
    const auto ready = state.ready().size();
    if (ready == 0) {
        return wrong(
            service_check_name,
            title + (state.endpoints.empty()
                         ? " has no endpoints: no Pod has its labels, or none runs"
                         : " has no endpoint that is ready, of " + std::to_string(state.endpoints.size())),
            look_at_pods(asked.name, state.object));
    }
    return fine(service_check_name, title + " has " + std::to_string(ready) + " of " +
                                        std::to_string(state.endpoints.size()) + " endpoints ready");
}

} // namespace

net::awaitable<findings> check_service(doctor_session& session) {
    std::string check = service_check_name;
    const auto asked = co_await find_asked_service(session, check);
    findings found;
    if (!asked) {
        found.push_back(asked.error());
        co_return found;
    }
    const auto state = co_await read_service_state(session, check, *asked);
    found.push_back(state ? judge(*asked, *state) : state.error());
    co_return found;
}

} // namespace barograph::cli
