#include "server/status.hpp"

#include "server/protobuf/documents.hpp"
#include "server/protobuf/envelope.hpp"

namespace barograph::server {

namespace {

using protozero::pbf_builder;
using protozero::pbf_tag_type;

enum class status_field : pbf_tag_type {
    metadata = 1,
    status = 2,
    message = 3,
    reason = 4,
    details = 5,
    code = 6,
};
enum class details_field : pbf_tag_type {
    name = 1,
    group = 2,
    kind = 3,
    causes = 4,
    retry_after_seconds = 5,
    uid = 6,
};
enum class cause_field : pbf_tag_type { reason = 1, message = 2, field = 3 };

void add_details(pbf_builder<status_field>& object, const status::subject& about) {
    pbf_builder<details_field> details(object, status_field::details);
    protobuf::add_text(details, details_field::name, about.name);
    protobuf::add_text(details, details_field::group, about.group);
    protobuf::add_text(details, details_field::kind, about.kind);
    for (const auto& one : about.causes) {
        pbf_builder<cause_field> cause(details, details_field::causes);
        protobuf::add_text(cause, cause_field::reason, one.reason);
        protobuf::add_text(cause, cause_field::message, one.message);
        protobuf::add_text(cause, cause_field::field, one.field);
    }
    details.add_int32(details_field::retry_after_seconds, about.retry_after_seconds);
    protobuf::add_text(details, details_field::uid, about.uid);
}

} // namespace

std::string to_protobuf(const status& failure) {
    constexpr std::size_t fixed = 256;
    return protobuf::envelope<status_field>(
        "v1", "Status", fixed + failure.message.size(), false, [&failure](auto& object) {
            protobuf::add_list_meta(object, status_field::metadata);
            protobuf::add_text(object, status_field::status, failure.outcome);
            protobuf::add_text(object, status_field::message, failure.message);
            protobuf::add_text(object, status_field::reason, failure.reason);
            if (failure.details) {
                add_details(object, *failure.details);
            }
            object.add_int32(status_field::code, static_cast<std::int32_t>(failure.code));
        });
}

} // namespace barograph::server
