#include "kube/kubeconfig.hpp"

#include "kube/base64.hpp"
#include "net/file_stamp.hpp"

#include <boost/asio/ip/address.hpp>
#include <yaml-cpp/yaml.h>

#include <array>
#include <filesystem>
#include <utility>

namespace barograph::kube {

namespace {

using outcome = std::expected<void, std::string>;

std::string text_of(const YAML::Node& map, const char* key) {
    const auto value = map[key];
    return value && !value.IsNull() ? value.as<std::string>() : std::string();
}

bool is_given(const YAML::Node& map, const char* key) {
    const auto value = map[key];
    return value && !value.IsNull() && !(value.IsScalar() && value.Scalar().empty()) &&
           !((value.IsMap() || value.IsSequence()) && value.size() == 0);
}

// The entry called `name` of a list such as `clusters`, which holds maps of `name` and `field`.
std::expected<YAML::Node, std::string> find_entry(const YAML::Node& root, const char* list, const char* field,
                                                  const std::string& name) {
    std::size_t found = 0;
    YAML::Node content;
    const auto entries = root[list];
    if (entries && entries.IsSequence()) {
        for (const auto& entry : entries) {
            if (entry.IsMap() && text_of(entry, "name") == name) {
                ++found;
                if (const YAML::Node defined = entry[field]) {
                    content.reset(defined);
                }
            }
        }
    }
    if (found != 1) {
        return std::unexpected(std::string(field) + " \"" + name + "\" is " +
                               (found == 0 ? "not defined" : "defined more than once"));
    }
    if (content.IsNull()) {
        return YAML::Node(YAML::NodeType::Map);
    }
    if (!content.IsMap()) {
        return std::unexpected(std::string(field) + " \"" + name + "\" is not a map");
    }
    return content;
}

bool is_loopback(const std::string& host) {
    boost::system::error_code not_an_address;
    const auto address = net::asio::ip::make_address(host, not_an_address);
    return not_an_address ? host == "localhost" : address.is_loopback();
}

class reader {
public:
    explicit reader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    outcome read_cluster(const YAML::Node& cluster) {
        auto server = net::parse_url(text_of(cluster, "server"));
        if (!server) {
            return std::unexpected("the cluster's server is unusable: " + server.error());
        }
        if (!server->user.empty() || !server->password.empty()) {
            return std::unexpected(
                "the cluster's server holds a user name or password, which the Kubernetes API does "
                "not take");
        }
        if (!server->tls && !is_loopback(server->host)) {
            return std::unexpected(
                "the cluster's server is http:// and not on this machine; expected https://");
        }
        if (is_given(cluster, "proxy-url")) {
            return std::unexpected("the cluster has proxy-url, which is not supported");
        }
        result_.server = std::move(*server);
        result_.tls.server_name = text_of(cluster, "tls-server-name");
        const auto insecure = cluster["insecure-skip-tls-verify"];
        result_.tls.insecure_skip_verify = insecure && !insecure.IsNull() && insecure.as<bool>();
        if (auto read = read_pem(cluster, "certificate-authority", result_.tls.ca); !read) {
            return read;
        }
        if (result_.tls.insecure_skip_verify && result_.tls.ca.given()) {
            return std::unexpected(
                "the cluster has both a certificate-authority and insecure-skip-tls-verify");
        }
        return {};
    }

    outcome read_user(const YAML::Node& user) {
        constexpr std::array<const char*, 8> unsupported = {
            "exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra"};
        for (const auto* field : unsupported) {
            if (is_given(user, field)) {
                return std::unexpected(
                    "the user has " + std::string(field) +
                    ", which is not supported; use a client certificate, token or tokenFile");
            }
        }
        if (auto read = read_pem(user, "client-certificate", result_.tls.certificate); !read) {
            return read;
        }
        if (auto read = read_pem(user, "client-key", result_.tls.key); !read) {
            return read;
        }
        if (result_.tls.certificate.given() != result_.tls.key.given()) {
            return std::unexpected("the user has only one of client-certificate and client-key");
        }
        result_.token = text_of(user, "token");
        result_.token_file = resolved(text_of(user, "tokenFile"));
        return {};
    }

    cluster_credentials take() { return std::move(result_); }

private:
    outcome read_pem(const YAML::Node& map, const std::string& field, net::pem_source& into) const {
        const auto data_field = field + "-data";
        const auto data = text_of(map, data_field.c_str());
        if (data.empty()) {
            into.file = resolved(text_of(map, field.c_str()));
            return {};
        }
        auto pem = decode_base64(data);
        if (!pem || pem->empty()) {
            return std::unexpected(data_field + " is not base64");
        }
        into.text = std::move(*pem);
        return {};
    }

    [[nodiscard]] std::string resolved(const std::string& file) const {
        return file.empty() ? file : (folder_ / file).lexically_normal().string();
    }

    std::filesystem::path folder_;
    cluster_credentials result_;
};

// Only the position: yaml-cpp's words may quote what stands there, and that may be a secret.
std::string located(const std::string& path, const YAML::Exception& error) {
    return error.mark.is_null() ? path : path + ":" + std::to_string(error.mark.line + 1);
}

std::expected<cluster_credentials, std::string> read(const YAML::Node& root, const std::string& path,
                                                     const std::string& wanted) {
    if (!root.IsMap()) {
        return std::unexpected("not a kubeconfig");
    }
    const auto current = wanted.empty() ? text_of(root, "current-context") : wanted;
    if (current.empty()) {
        return std::unexpected("current-context is not set");
    }
    const auto context = find_entry(root, "contexts", "context", current);
    if (!context) {
        return std::unexpected(context.error());
    }
    const auto cluster = find_entry(root, "clusters", "cluster", text_of(*context, "cluster"));
    if (!cluster) {
        return std::unexpected(cluster.error());
    }
    reader result(std::filesystem::absolute(path).parent_path());
    if (auto done = result.read_cluster(*cluster); !done) {
        return std::unexpected(done.error());
    }
    if (const auto user_name = text_of(*context, "user"); !user_name.empty()) {
        const auto user = find_entry(root, "users", "user", user_name);
        if (!user) {
            return std::unexpected(user.error());
        }
        if (auto done = result.read_user(*user); !done) {
            return std::unexpected(done.error());
        }
    }
    return result.take();
}

} // namespace

std::expected<cluster_credentials, std::string>
parse_kubeconfig(const std::string& text, const std::string& path, const std::string& context) {
    try {
        auto result = read(YAML::Load(text), path, context);
        if (!result) {
            return std::unexpected(path + ": " + result.error());
        }
        return result;
    } catch (const YAML::ParserException& error) {
        return std::unexpected(located(path, error) + ": not valid YAML");
    } catch (const YAML::Exception& error) {
        return std::unexpected(located(path, error) +
                               ": a value is not of the kind that a kubeconfig has there");
    }
}

std::expected<cluster_credentials, std::string> load_kubeconfig(const std::string& path,
                                                                const std::string& context) {
    const auto text = net::read_file(path);
    if (!text) {
        return std::unexpected(text.error());
    }
    return parse_kubeconfig(*text, path, context);
}

} // namespace barograph::kube
