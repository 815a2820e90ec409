#pragma once
#include <string>

namespace barograph::cli {

/// The kubeconfig that kubectl would use: the one given by its flag, else the first of those in $KUBECONFIG
/// that exists, else ~/.kube/config, which need not exist.
std::string kubeconfig_path(const std::string& given);

} // namespace barograph::cli
