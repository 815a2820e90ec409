#include "server/encoding.hpp"

#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "server/protobuf/documents.hpp"
#include "server/yaml_text.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

template <typename Object>
std::string written(const Object& object, nlohmann::ordered_json (*as_json)(const Object&),
                    representation form) {
    switch (form.type) {
    case media_type::yaml:
        return to_yaml_text(as_json(object));
    case media_type::protobuf:
        return to_protobuf(object);
    case media_type::json:
        break;
    }
    return to_json_text(as_json(object), form.indented);
}

} // namespace

std::string encode(const status& failure, representation form) {
    return written(failure, status_object, form);
}

std::string encode(const api_group& group, representation form) {
    return written(group, api_group_object, form);
}

std::string encode(const api_group_list& list, representation form) {
    return written(list, api_group_list_object, form);
}

std::string encode(const api_resource_list& list, representation form) {
    return written(list, api_resource_list_object, form);
}

std::string encode(const group_discovery_list& all, representation form) {
    return written(all, group_discovery_list_object, form);
}

std::string encode(const metrics::value_list& values, representation form) {
    return written(values, external_metric_value_list_object, form);
}

} // namespace barograph::server
