#pragma once
#include "server/encoding.hpp"
#include "server/negotiation.hpp"
#include "server/reply.hpp"
#include "server/status_code.hpp"

#include <nlohmann/json_fwd.hpp>

/// Replies whose form the client has a say in.
namespace barograph::server {

/// A failure in the form that the client asks for; in JSON when it accepts none, so that it learns of the
/// failure rather than of its Accept header. With the headers that HTTP wants: Allow, Retry-After.
[[nodiscard]] reply status_reply(const request& question, const status& failure);

/// The 406: always in JSON, and names what there is.
[[nodiscard]] reply not_acceptable_reply();

/// An object of Kubernetes' that has no form but JSON, indented whatever the client asks for, as Go's servers
/// write `/version` and the list of paths.
[[nodiscard]] reply raw_json_reply(unsigned code, const nlohmann::ordered_json& object);

/// An object in the form that the client asks for, or the 406.
template <typename Object>
[[nodiscard]] reply object_reply(const request& question, const Object& object) {
    const auto form = negotiate(question);
    return form ? make_reply(status_code::ok, content_type(form->type), encode(object, *form))
                : not_acceptable_reply();
}

} // namespace barograph::server
