#include "config/audit_policy.hpp"

#include "config/file_content.hpp"
#include "config/yaml_reader.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>

namespace barograph::config {

namespace {

using audit::level;
using audit::stage;

void read_texts(yaml_reader& reader, const yaml_node& node, std::vector<std::string>& out) {
    reader.list(node, out, [&](const yaml_node& item, std::string& text) { reader.text(item, text); });
}

void read_level(yaml_reader& reader, const yaml_node& node, std::optional<level>& out) {
    std::string name;
    if (!reader.text(node, name)) {
        return;
    }
    if (name == "None") {
        out = level::none;
    } else if (name == "Metadata") {
        out = level::metadata;
    } else if (name == "Request") {
        out = level::request;
    } else if (name == "RequestResponse") {
        out = level::request_response;
    } else {
        reader.error(node,
                     in_quotes(name) + " is no level; expected None, Metadata, Request or RequestResponse");
    }
}

void read_stages(yaml_reader& reader, const yaml_node& node, std::set<stage>& out) {
    std::vector<std::string> names;
    reader.list(node, names, [&](const yaml_node& item, std::string& name) {
        if (!reader.text(item, name)) {
            return;
        }
        if (name == "RequestReceived") {
            out.insert(stage::request_received);
        } else if (name == "ResponseStarted") {
            out.insert(stage::response_started);
        } else if (name == "ResponseComplete") {
            out.insert(stage::response_complete);
        } else if (name != "Panic") {
            reader.error(item, in_quotes(name) + " is no stage; expected RequestReceived, ResponseStarted, "
                                                 "ResponseComplete or Panic");
        }
    });
}

void read_urls(yaml_reader& reader, const yaml_node& node, std::vector<std::string>& out) {
    reader.list(node, out, [&](const yaml_node& item, std::string& url) {
        if (!reader.text(item, url) || url == "*") {
            return;
        }
        if (!url.starts_with('/')) {
            reader.error(item, in_quotes(url) + " is no path; expected one that begins with /, or *");
        } else if (url.find('*') < url.size() - 1) {
            reader.error(item, in_quotes(url) + " has * inside; expected it at the end only");
        }
    });
}

// A DNS subdomain as RFC 1123 has it, which is what an API group's name must be.
bool is_group_name(std::string_view text) {
    constexpr std::size_t longest = 253;
    bool inside_label = false;
    char before = '.';
    for (const char c : text) {
        const bool is_alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_alphanumeric && (!inside_label || (c != '.' && c != '-') || (c == '.' && before == '-'))) {
            return false;
        }
        inside_label = c != '.';
        before = c;
    }
    return text.size() <= longest && before != '-' && before != '.';
}

void read_group(yaml_reader& reader, const yaml_node& node, std::string& out) {
    if (reader.text(node, out) && !out.empty() && out != "*" && !is_group_name(out)) {
        reader.error(node, in_quotes(out) + " is no API group; expected a name in lower case without a "
                                            "version, such as external.metrics.k8s.io, or *");
    }
}

void read_resources(yaml_reader& reader, const yaml_node& node, audit::group_resources& out) {
    const std::array known = {
        yaml_field{"group", [&](const yaml_node& value) { read_group(reader, value, out.group); }},
        yaml_field{"resources", [&](const yaml_node& value) { read_texts(reader, value, out.resources); }},
        yaml_field{"resourceNames", [&](const yaml_node& value) { read_texts(reader, value, out.names); }},
    };
    reader.fields(node, "a group of resources", known, [&] { out = {}; });
    if (!out.names.empty() && out.resources.empty()) {
        reader.error(node, "resourceNames stand without resources; expected at least one");
    }
}

class policy_reader {
public:
    explicit policy_reader(yaml_reader& reader) : reader_(reader) {}

    void read(const yaml_node& root, audit::policy& out) {
        std::optional<std::string> version;
        std::optional<std::string> kind;
        std::optional<bool> ignored;
        const std::array known = {
            yaml_field{"apiVersion", [&](const yaml_node& value) { reader_.text(value, version.emplace()); }},
            yaml_field{"kind", [&](const yaml_node& value) { reader_.text(value, kind.emplace()); }},
            yaml_field{"metadata", [](const yaml_node&) {}},
            yaml_field{"rules", [&](const yaml_node& value) { read_rules(value, out.rules); }},
            yaml_field{"omitStages",
                       [&](const yaml_node& value) { read_stages(reader_, value, out.omitted); }},
            yaml_field{"omitManagedFields", [&](const yaml_node& value) { reader_.truth(value, ignored); }},
        };
        reader_.fields(root, "a policy", known, [] {});
        if (reader_.error_count() > 0) {
            return;
        }
        if (version != "audit.k8s.io/v1") {
            reader_.error(root, "apiVersion is " + shown(version) + "; expected audit.k8s.io/v1");
        }
        if (kind != "Policy") {
            reader_.error(root, "kind is " + shown(kind) + "; expected Policy");
        }
        if (out.rules.empty()) {
            reader_.error(root, "a policy without rules; expected at least one");
        }
    }

private:
    static std::string shown(const std::optional<std::string>& text) {
        return text ? in_quotes(*text) : "missing";
    }

    void read_rules(const yaml_node& node, std::vector<audit::rule>& out) {
        reader_.list(node, out, [&](const yaml_node& item, audit::rule& rule) { read_rule(item, rule); });
    }

    void read_rule(const yaml_node& node, audit::rule& out) {
        std::optional<level> what;
        std::optional<bool> ignored;
        const yaml_node* level_node = &node;
        const auto texts = [&](std::string_view name, std::vector<std::string>& into) {
            return yaml_field{name, [&](const yaml_node& value) { read_texts(reader_, value, into); }};
        };
        const auto errors_before = reader_.error_count();
        const std::array known = {
            yaml_field{"level",
                       [&](const yaml_node& value) {
                           level_node = &value;
                           read_level(reader_, value, what);
                       }},
            texts("users", out.users),
            texts("userGroups", out.groups),
            texts("verbs", out.verbs),
            yaml_field{"resources",
                       [&](const yaml_node& value) {
                           reader_.list(value, out.resources,
                                        [&](const yaml_node& item, audit::group_resources& some) {
                                            read_resources(reader_, item, some);
                                        });
                       }},
            texts("namespaces", out.namespaces),
            yaml_field{"nonResourceURLs",
                       [&](const yaml_node& value) { read_urls(reader_, value, out.urls); }},
            yaml_field{"omitStages",
                       [&](const yaml_node& value) { read_stages(reader_, value, out.omitted); }},
            yaml_field{"omitManagedFields", [&](const yaml_node& value) { reader_.truth(value, ignored); }},
        };
        reader_.fields(node, "a rule", known, [&] { out = {}; });
        if (reader_.error_count() != errors_before) {
            return;
        }
        if (!what) {
            reader_.error(node,
                          "a rule without a level; expected None, Metadata, Request or RequestResponse");
            return;
        }
        out.what = *what;
        if (!out.urls.empty() && (!out.resources.empty() || !out.namespaces.empty())) {
            reader_.error(node, "a rule for resources and for other URLs at once; expected one of them");
        }
        note_bodies(*level_node, *what);
    }

    void note_bodies(const yaml_node& node, level what) {
        if ((what == level::request || what == level::request_response) && !noted_) {
            noted_ = true;
            reader_.note(node,
                         "bodies are not recorded; Request and RequestResponse tell what Metadata tells");
        }
    }

    yaml_reader& reader_;
    bool noted_ = false;
};

} // namespace

std::expected<audit_policy, std::vector<problem>> parse_audit_policy(std::string_view file_name,
                                                                     std::string_view yaml_text) {
    const auto document = yaml_document::parse(file_name, yaml_text);
    if (!document) {
        return std::unexpected(std::vector{document.error()});
    }
    yaml_reader reader(std::string(file_name), *document);
    audit_policy result;
    policy_reader(reader).read(document->root(), result.rules);
    if (reader.error_count() > 0) {
        return std::unexpected(reader.problems());
    }
    result.notes = reader.problems();
    return result;
}

std::expected<audit_policy, std::vector<problem>> load_audit_policy(const std::filesystem::path& path) {
    const auto content = read_whole(path, yaml_limits{}.bytes);
    if (!content) {
        return std::unexpected(std::vector{
            problem{path.string(), 0, 0, content.error() + "; expected a readable audit policy"}});
    }
    return parse_audit_policy(path.string(), *content);
}

} // namespace barograph::config
