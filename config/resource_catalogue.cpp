#include "config/resource_catalogue.hpp"

#include "config/nearest.hpp"
#include "config/printable.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace barograph::config {

namespace {

/// What API servers from 1.27 on serve; subresources are left out, as no series is about them.
constexpr struct {
    std::string_view group;
    std::string_view singular;
    std::string_view plural;
} built_in[] = {
    {"", "namespace", "namespaces"},
    {"", "pod", "pods"},
    {"", "service", "services"},
    {"", "node", "nodes"},
    {"", "binding", "bindings"},
    {"", "componentstatus", "componentstatuses"},
    {"", "configmap", "configmaps"},
    {"", "endpoints", "endpoints"},
    {"", "event", "events"},
    {"", "limitrange", "limitranges"},
    {"", "persistentvolume", "persistentvolumes"},
    {"", "persistentvolumeclaim", "persistentvolumeclaims"},
    {"", "podtemplate", "podtemplates"},
    {"", "replicationcontroller", "replicationcontrollers"},
    {"", "resourcequota", "resourcequotas"},
    {"", "secret", "secrets"},
    {"", "serviceaccount", "serviceaccounts"},
    {"admissionregistration.k8s.io", "mutatingadmissionpolicy", "mutatingadmissionpolicies"},
    {"admissionregistration.k8s.io", "mutatingadmissionpolicybinding", "mutatingadmissionpolicybindings"},
    {"admissionregistration.k8s.io", "mutatingwebhookconfiguration", "mutatingwebhookconfigurations"},
    {"admissionregistration.k8s.io", "validatingadmissionpolicy", "validatingadmissionpolicies"},
    {"admissionregistration.k8s.io", "validatingadmissionpolicybinding", "validatingadmissionpolicybindings"},
    {"admissionregistration.k8s.io", "validatingwebhookconfiguration", "validatingwebhookconfigurations"},
    {"apiextensions.k8s.io", "customresourcedefinition", "customresourcedefinitions"},
    {"apiregistration.k8s.io", "apiservice", "apiservices"},
    {"apps", "controllerrevision", "controllerrevisions"},
    {"apps", "daemonset", "daemonsets"},
    {"apps", "deployment", "deployments"},
    {"apps", "replicaset", "replicasets"},
    {"apps", "statefulset", "statefulsets"},
    {"autoscaling", "horizontalpodautoscaler", "horizontalpodautoscalers"},
    {"batch", "cronjob", "cronjobs"},
    {"batch", "job", "jobs"},
    {"certificates.k8s.io", "certificatesigningrequest", "certificatesigningrequests"},
    {"certificates.k8s.io", "clustertrustbundle", "clustertrustbundles"},
    {"coordination.k8s.io", "lease", "leases"},
    {"coordination.k8s.io", "leasecandidate", "leasecandidates"},
    {"discovery.k8s.io", "endpointslice", "endpointslices"},
    {"events.k8s.io", "event", "events"},
    {"flowcontrol.apiserver.k8s.io", "flowschema", "flowschemas"},
    {"flowcontrol.apiserver.k8s.io", "prioritylevelconfiguration", "prioritylevelconfigurations"},
    {"networking.k8s.io", "ingress", "ingresses"},
    {"networking.k8s.io", "ingressclass", "ingressclasses"},
    {"networking.k8s.io", "ipaddress", "ipaddresses"},
    {"networking.k8s.io", "networkpolicy", "networkpolicies"},
    {"networking.k8s.io", "servicecidr", "servicecidrs"},
    {"node.k8s.io", "runtimeclass", "runtimeclasses"},
    {"policy", "poddisruptionbudget", "poddisruptionbudgets"},
    {"rbac.authorization.k8s.io", "clusterrole", "clusterroles"},
    {"rbac.authorization.k8s.io", "clusterrolebinding", "clusterrolebindings"},
    {"rbac.authorization.k8s.io", "role", "roles"},
    {"rbac.authorization.k8s.io", "rolebinding", "rolebindings"},
    {"resource.k8s.io", "deviceclass", "deviceclasses"},
    {"resource.k8s.io", "resourceclaim", "resourceclaims"},
    {"resource.k8s.io", "resourceclaimtemplate", "resourceclaimtemplates"},
    {"resource.k8s.io", "resourceslice", "resourceslices"},
    {"scheduling.k8s.io", "priorityclass", "priorityclasses"},
    {"storage.k8s.io", "csidriver", "csidrivers"},
    {"storage.k8s.io", "csinode", "csinodes"},
    {"storage.k8s.io", "csistoragecapacity", "csistoragecapacities"},
    {"storage.k8s.io", "storageclass", "storageclasses"},
    {"storage.k8s.io", "volumeattachment", "volumeattachments"},
    {"storage.k8s.io", "volumeattributesclass", "volumeattributesclasses"},
};

std::string lower_case(std::string text) {
    for (auto& letter : text) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return text;
}

/// Every resource in a group where custom ones may live has a dot in its group.
bool may_be_custom(std::string_view group) {
    return group.find('.') != std::string_view::npos;
}

} // namespace

const resource_catalogue& resource_catalogue::kubernetes() {
    static const resource_catalogue catalogue = [] {
        std::vector<known_resource> known;
        for (const auto& [group, singular, plural] : built_in) {
            known.push_back({std::string(group), std::string(singular), std::string(plural)});
        }
        resource_catalogue all(std::move(known));
        all.believes_custom_ = true;
        return all;
    }();
    return catalogue;
}

std::optional<std::string> resource_catalogue::objection_to(const rules::group_resource& named) const {
    if (named.resource.empty()) {
        return "the override names no resource; expected one, such as {resource: namespace}";
    }
    const auto name = lower_case(named.resource);
    bool has_group = false;
    bool has_exact = false;
    bool has_prefixed = false;
    for (const auto& known : known_) {
        const bool fits = known.singular == name || known.plural == name;
        has_group = has_group || known.group == named.group;
        has_exact = has_exact || (fits && known.group == named.group);
        has_prefixed = has_prefixed || (fits && known.group.starts_with(named.group));
    }
    if (has_exact || has_prefixed || (believes_custom_ && !has_group && may_be_custom(named.group))) {
        return std::nullopt;
    }
    std::vector<std::string_view> names;
    for (const auto& known : known_) {
        if (named.group.empty() || !has_group || known.group == named.group) {
            names.push_back(known.singular);
        }
    }
    auto objection = "no resource " + in_quotes(named.resource);
    if (!named.group.empty()) {
        objection += " in group " + in_quotes(named.group);
    }
    objection += names.empty() ? "; expected one that the cluster serves"
                               : "; the nearest known one is " + std::string(nearest(name, names));
    return objection + (believes_custom_ ? " (a custom resource needs its full group beside it)" : "");
}

bool names_namespace(const rules::group_resource& named) {
    const auto name = lower_case(named.resource);
    return named.group.empty() && (name == "namespace" || name == "namespaces");
}

} // namespace barograph::config
