#include "server/api_discovery.hpp"
#include "server/protobuf/documents.hpp"
#include "server/protobuf/envelope.hpp"

namespace barograph::server {

namespace {

using protozero::pbf_builder;
using protozero::pbf_tag_type;

enum class group_field : pbf_tag_type { name = 1, versions = 2, preferred_version = 3, server_addresses = 4 };
enum class version_field : pbf_tag_type { group_version = 1, version = 2 };
enum class address_field : pbf_tag_type { client_cidr = 1, address = 2 };
enum class group_list_field : pbf_tag_type { groups = 1 };
enum class resource_list_field : pbf_tag_type { group_version = 1, resources = 2 };
enum class resource_field : pbf_tag_type {
    name = 1,
    namespaced = 2,
    kind = 3,
    verbs = 4,
    short_names = 5,
    singular_name = 6,
    categories = 7,
    group = 8,
    version = 9,
    storage_version_hash = 10,
};
enum class verbs_field : pbf_tag_type { items = 1 };

constexpr std::size_t group_size = 512;
constexpr std::size_t resource_size = 128;

void add_version(pbf_builder<group_field>& group, group_field field, const served_version& served) {
    pbf_builder<version_field> version(group, field);
    protobuf::add_text(version, version_field::group_version, served.group_version);
    protobuf::add_text(version, version_field::version, served.version);
}

void add_group(pbf_builder<group_field>& object, const api_group& group) {
    protobuf::add_text(object, group_field::name, group.name);
    for (const auto& version : group.versions) {
        add_version(object, group_field::versions, version);
    }
    add_version(object, group_field::preferred_version, group.preferred_version);
    for (const auto& [client_cidr, where] : group.server_addresses) {
        pbf_builder<address_field> address(object, group_field::server_addresses);
        protobuf::add_text(address, address_field::client_cidr, client_cidr);
        protobuf::add_text(address, address_field::address, where);
    }
}

// Verbs are a message of their own in Kubernetes, the other lists are not.
void add_verbs(pbf_builder<resource_field>& object, const std::vector<std::string>& allowed) {
    if (allowed.empty()) {
        protobuf::add_empty_message(object, resource_field::verbs);
        return;
    }
    pbf_builder<verbs_field> verbs(object, resource_field::verbs);
    for (const auto& verb : allowed) {
        protobuf::add_text(verbs, verbs_field::items, verb);
    }
}

void add_resource(pbf_builder<resource_list_field>& list, const api_resource& resource) {
    pbf_builder<resource_field> object(list, resource_list_field::resources);
    protobuf::add_text(object, resource_field::name, resource.name);
    object.add_bool(resource_field::namespaced, resource.namespaced);
    protobuf::add_text(object, resource_field::kind, resource.kind);
    add_verbs(object, resource.verbs);
    for (const auto& name : resource.short_names) {
        protobuf::add_text(object, resource_field::short_names, name);
    }
    protobuf::add_text(object, resource_field::singular_name, resource.singular_name);
    for (const auto& category : resource.categories) {
        protobuf::add_text(object, resource_field::categories, category);
    }
    protobuf::add_text(object, resource_field::group, resource.group);
    protobuf::add_text(object, resource_field::version, resource.version);
    protobuf::add_text(object, resource_field::storage_version_hash, resource.storage_version_hash);
}

} // namespace

std::string to_protobuf(const api_group& group) {
    return protobuf::envelope<group_field>("v1", "APIGroup", group_size, false,
                                           [&group](auto& object) { add_group(object, group); });
}

std::string to_protobuf(const api_group_list& list) {
    return protobuf::envelope<group_list_field>(
        "v1", "APIGroupList", group_size * list.groups.size(), list.groups.empty(), [&list](auto& object) {
            for (const auto& group : list.groups) {
                pbf_builder<group_field> one(object, group_list_field::groups);
                add_group(one, group);
            }
        });
}

std::string to_protobuf(const api_resource_list& list) {
    return protobuf::envelope<resource_list_field>(
        "v1", "APIResourceList", resource_size * (1 + list.resources.size()), false, [&list](auto& object) {
            protobuf::add_text(object, resource_list_field::group_version, list.group_version);
            for (const auto& resource : list.resources) {
                add_resource(object, resource);
            }
        });
}

} // namespace barograph::server
