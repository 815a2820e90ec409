#pragma once
#include "rules/rule_spec.hpp"

#include <optional>
#include <string>
#include <vector>

namespace barograph::config {

/// A resource that a cluster serves.
struct known_resource {
    std::string group; ///< empty for the core group
    std::string singular;
    std::string plural;
};

/// Which resources an override may name.
///
/// prometheus-adapter asks its cluster and refuses to start if an override names a resource that the cluster
/// does not serve. A file must be checkable at a desk, without a cluster, and for external metrics only the
/// namespace matters. So: what Kubernetes itself serves is known here and anything else in its groups is an
/// error, as it is a typing mistake there (`namepsace` would silently drop the namespace's matcher). A group
/// that is not Kubernetes' own is a custom resource's and is believed. A custom resource without its group is
/// an error too, though prometheus-adapter would find it: without a cluster it can't be told from a typing
/// mistake.
///
/// Immutable; shareable between threads.
class resource_catalogue {
public:
    /// What Kubernetes serves; custom resources are believed.
    static const resource_catalogue& kubernetes();

    /// A cluster that serves these and nothing else.
    explicit resource_catalogue(std::vector<known_resource> known) : known_(std::move(known)) {}

    /// Nothing if the override names a resource of this catalogue; else what is wrong; what is expected.
    /// Names match as in Kubernetes' REST mapping: singular or plural, in any case; no group matches every
    /// group; the beginning of a group matches it if no group is called so.
    [[nodiscard]] std::optional<std::string> objection_to(const rules::group_resource& named) const;

private:
    std::vector<known_resource> known_;
    bool believes_custom_ = false;
};

/// True for the namespace, as the only resource that decides which series a request for an external metric
/// may see.
bool names_namespace(const rules::group_resource& named);

} // namespace barograph::config
