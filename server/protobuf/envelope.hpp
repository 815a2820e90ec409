#pragma once
#include <protozero/pbf_builder.hpp>

#include <string>
#include <string_view>

/// How every Kubernetes object is wrapped: four magic bytes and a `runtime.Unknown`, which says what the
/// object is and holds it.
namespace barograph::server::protobuf {

enum class unknown_field : protozero::pbf_tag_type {
    type = 1,
    raw = 2,
    content_encoding = 3,
    content_type = 4
};
enum class type_field : protozero::pbf_tag_type { api_version = 1, kind = 2 };
enum class list_meta_field : protozero::pbf_tag_type { self_link = 1, resource_version = 2, next = 3 };

/// Kubernetes writes every field that is no pointer, empty or not, so nothing here is ever left out.
template <typename Field>
void add_text(protozero::pbf_builder<Field>& message, Field field, std::string_view text) {
    message.add_string(field, text.data(), text.size());
}

/// An empty message. A builder that is given nothing leaves its message out.
template <typename Field>
void add_empty_message(protozero::pbf_builder<Field>& message, Field field) {
    message.add_message(field, "", 0);
}

/// The whole body of an object. `fill` is called with the `Object` builder that writes it, unless `is_empty`.
/// `expected_size` of the object, in bytes, saves copying; it need not be exact.
template <typename Object, typename Fill>
std::string envelope(std::string_view api_version, std::string_view kind, std::size_t expected_size,
                     bool is_empty, Fill fill) {
    constexpr std::string_view magic("k8s\0", 4);
    constexpr std::size_t overhead = 32;

    std::string body;
    body.reserve(magic.size() + overhead + api_version.size() + kind.size() + expected_size);
    body.append(magic);
    protozero::pbf_builder<unknown_field> whole(body);
    {
        protozero::pbf_builder<type_field> meta(whole, unknown_field::type);
        add_text(meta, type_field::api_version, api_version);
        add_text(meta, type_field::kind, kind);
    }
    if (is_empty) {
        add_empty_message(whole, unknown_field::raw);
    } else {
        protozero::pbf_builder<Object> object(whole, unknown_field::raw);
        fill(object);
    }
    add_text(whole, unknown_field::content_encoding, "");
    add_text(whole, unknown_field::content_type, "");
    return body;
}

/// The metadata of a list: nothing in it is ever said here.
template <typename Field>
void add_list_meta(protozero::pbf_builder<Field>& message, Field field) {
    protozero::pbf_builder<list_meta_field> meta(message, field);
    add_text(meta, list_meta_field::self_link, "");
    add_text(meta, list_meta_field::resource_version, "");
    add_text(meta, list_meta_field::next, "");
}

} // namespace barograph::server::protobuf
