#pragma once
#include "kube/authorizer.hpp"

#include <memory>

namespace barograph::kube {

/// Asks `precise` first what covers more: the same verb on resource `*` of the group in all namespaces, then
/// in the namespace, and only then the question itself. `*` and the empty namespace mean "all" by the
/// definition of ResourceAttributes, so whoever is allowed them is allowed this; one answer then serves every
/// metric of a caller for as long as it is kept, where an HPA controller would else cost one review for each
/// HPA. Never wider than what was answered. Paths, and whoever showed nothing, are asked about directly.
/// Source: Kubernetes API, authorization.k8s.io/v1 ResourceAttributes.
std::unique_ptr<authorizer> cover_first(std::unique_ptr<authorizer> precise);

} // namespace barograph::kube
