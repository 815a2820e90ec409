#pragma once
#include "kube/credentials.hpp"

#include <expected>
#include <string>

namespace barograph::kube {

/// The credentials of a kubeconfig's current context, or of the one named `context` (`kind: Config`, v1),
/// read as client-go reads them: `…-data` goes before the file of the same name, relative paths start at the
/// kubeconfig's folder, a token file goes before a token. What Barograph can't do (exec and auth-provider
/// plugins, user name and password, impersonation, a proxy) is an error, since leaving it out would ask as
/// somebody else. `http://` is for loopback only. Error: one sentence with the path; holds none of the file's
/// secrets.
std::expected<cluster_credentials, std::string> load_kubeconfig(const std::string& path,
                                                                const std::string& context = {});

/// The same for a kubeconfig's text; `path` is for messages and to find relative paths.
std::expected<cluster_credentials, std::string>
parse_kubeconfig(const std::string& text, const std::string& path, const std::string& context = {});

} // namespace barograph::kube
