#include "server/api_discovery.hpp"
#include "server/protobuf/documents.hpp"
#include "server/protobuf/envelope.hpp"

namespace barograph::server {

namespace {

using protozero::pbf_builder;
using protozero::pbf_tag_type;

enum class discovery_list_field : pbf_tag_type { metadata = 1, items = 2 };
enum class discovered_group_field : pbf_tag_type { metadata = 1, versions = 2 };
enum class discovered_version_field : pbf_tag_type { version = 1, resources = 2, freshness = 3 };
enum class discovered_resource_field : pbf_tag_type {
    resource = 1,
    response_kind = 2,
    scope = 3,
    singular_resource = 4,
    verbs = 5,
};
enum class kind_field : pbf_tag_type { group = 1, version = 2, kind = 3 };
enum class object_meta_field : pbf_tag_type {
    name = 1,
    generate_name = 2,
    ns = 3,
    self_link = 4,
    uid = 5,
    resource_version = 6,
    generation = 7,
    creation_timestamp = 8,
};

constexpr std::size_t discovered_resource_size = 160;

void add_metadata(pbf_builder<discovered_group_field>& group, const std::string& name) {
    pbf_builder<object_meta_field> meta(group, discovered_group_field::metadata);
    protobuf::add_text(meta, object_meta_field::name, name);
    for (const auto empty :
         {object_meta_field::generate_name, object_meta_field::ns, object_meta_field::self_link,
          object_meta_field::uid, object_meta_field::resource_version}) {
        protobuf::add_text(meta, empty, "");
    }
    meta.add_int64(object_meta_field::generation, 0);
    protobuf::add_empty_message(meta, object_meta_field::creation_timestamp);
}

void add_discovered_resource(pbf_builder<discovered_version_field>& version, const resource_discovery& one) {
    pbf_builder<discovered_resource_field> resource(version, discovered_version_field::resources);
    protobuf::add_text(resource, discovered_resource_field::resource, one.resource);
    {
        pbf_builder<kind_field> kind(resource, discovered_resource_field::response_kind);
        protobuf::add_text(kind, kind_field::group, one.response_group);
        protobuf::add_text(kind, kind_field::version, one.response_version);
        protobuf::add_text(kind, kind_field::kind, one.response_kind);
    }
    protobuf::add_text(resource, discovered_resource_field::scope, one.scope);
    protobuf::add_text(resource, discovered_resource_field::singular_resource, "");
    for (const auto& verb : one.verbs) {
        protobuf::add_text(resource, discovered_resource_field::verbs, verb);
    }
}

void add_discovered_group(pbf_builder<discovery_list_field>& list, const group_discovery_list& all) {
    pbf_builder<discovered_group_field> group(list, discovery_list_field::items);
    add_metadata(group, all.group);
    pbf_builder<discovered_version_field> version(group, discovered_group_field::versions);
    protobuf::add_text(version, discovered_version_field::version, all.version);
    for (const auto& one : all.resources) {
        add_discovered_resource(version, one);
    }
    protobuf::add_text(version, discovered_version_field::freshness, group_discovery_freshness);
}

} // namespace

std::string to_protobuf(const group_discovery_list& all) {
    return protobuf::envelope<discovery_list_field>(
        all.api_version, "APIGroupDiscoveryList", discovered_resource_size * (1 + all.resources.size()),
        false, [&all](auto& list) {
            protobuf::add_list_meta(list, discovery_list_field::metadata);
            add_discovered_group(list, all);
        });
}

} // namespace barograph::server
