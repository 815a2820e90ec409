#include "cli/kubernetes_flags.hpp"

#include "cli/flags.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace barograph::cli {

namespace {

CLI::Option* add_names(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                       const std::string& text) {
    return add_list(app, name, into, "NAMES", text)->delimiter(',');
}

void add_request_header_flags(CLI::App& app, serve_options& options) {
    const std::string prefix = "--requestheader-";
    const std::string published = "the cluster's";
    add_text(app, prefix + "client-ca-file", options.requestheader_client_ca_file, "FILE",
             "CAs of the front proxy's certificate; the flags below go with it")
        ->default_str(published);
    // Given without the CAs they would be believed to do something.
    const auto warn = [&](CLI::Option* option, const std::string& name) {
        option->each([&options, name](const std::string&) {
            const auto warning = name + " has no effect without --requestheader-client-ca-file";
            if (std::ranges::find(options.warnings, warning) == options.warnings.end()) {
                options.warnings.push_back(warning);
            }
        });
    };
    const auto add = [&](const std::string& name, std::vector<std::string>& into, const std::string& usual,
                         const std::string& text) {
        warn(add_names(app, prefix + name, into, text)->default_str(usual), prefix + name);
    };
    add("allowed-names", options.requestheader_allowed_names, "any",
        "Names that the front proxy's certificate may have");
    add("username-headers", options.requestheader_username_headers, "x-remote-user",
        "Headers for the user's name");
    add("uid-headers", options.requestheader_uid_headers, "none", "Headers for the user's UID");
    add("group-headers", options.requestheader_group_headers, "x-remote-group", "Headers for groups");
    add("extra-headers-prefix", options.requestheader_extra_headers_prefix, "x-remote-extra-",
        "What headers for extra fields begin with");
}

} // namespace

void add_kubernetes_flags(CLI::App& app, serve_options& options) {
    const std::string pod = "in-cluster";
    app.option_defaults()->group("Kubernetes");
    add_text(app, "--authentication-kubeconfig", options.authentication_kubeconfig, "FILE",
             "To ask with who somebody is")
        ->default_str(pod);
    add_text(app, "--authorization-kubeconfig", options.authorization_kubeconfig, "FILE",
             "To ask with who may do what")
        ->default_str(pod);
    add_switch(app, "--authentication-skip-lookup", options.authentication_skip_lookup,
               "Do not look up in the cluster what the CA flags below leave open");
    add_switch(app, "--authentication-tolerate-lookup-failure",
               options.authentication_tolerate_lookup_failure, "Be ready before it was looked up");
    add_duration(app, "--authentication-token-webhook-cache-ttl", options.token_ttl,
                 "How long it is remembered whose a bearer token is");
    add_names(app, "--api-audiences", options.api_audiences,
              "Audiences that a bearer token may be for; one is enough")
        ->default_str("kube-apiserver's own");
    add_text(app, "--client-ca-file", options.client_ca_file, "FILE",
             "CAs whose client certificates are users: CN the name, O the groups")
        ->default_str("the cluster's");
    add_request_header_flags(app, options);
    add_duration(app, "--authorization-webhook-cache-authorized-ttl", options.authorized_ttl,
                 "How long a yes is remembered");
    add_duration(app, "--authorization-webhook-cache-unauthorized-ttl", options.unauthorized_ttl,
                 "How long a no is remembered");
    add_list(app, "--authorization-always-allow-paths", options.always_allow_paths, "PATHS",
             "Open to everybody, with commas between; a final * makes a prefix")
        ->delimiter(',')
        ->default_str("/healthz,/readyz,/livez");
    auto* service = app.add_option("--apiservice-service",
                                   "The Service by which the cluster's APIService should name this server; "
                                   "tells when it names another")
                        ->type_name("NAMESPACE/NAME")
                        ->default_str("not watched");
    read_by(service, options.apiservice_service,
            [](const std::string& text) -> std::expected<std::optional<kube::service_name>, std::string> {
                if (text.empty()) {
                    return std::nullopt;
                }
                return kube::parse_service_name(text);
            });
}

void tidy_kubernetes_flags(serve_options& options) {
    for (auto* list :
         {&options.always_allow_paths, &options.api_audiences, &options.requestheader_allowed_names,
          &options.requestheader_username_headers, &options.requestheader_uid_headers,
          &options.requestheader_group_headers, &options.requestheader_extra_headers_prefix}) {
        std::erase(*list, "");
    }
    if (!options.requestheader_client_ca_file.empty()) {
        std::erase_if(options.warnings, [](const std::string& warning) {
            return warning.ends_with("without --requestheader-client-ca-file");
        });
    }
}

} // namespace barograph::cli
