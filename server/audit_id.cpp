#include "server/audit_id.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace barograph::server {

std::string_view given_audit_id(const request& question) {
    const auto found = question.fields.find(audit_id_header);
    if (found == question.fields.end()) {
        return {};
    }
    return {found->value().data(), found->value().size()};
}

std::string new_audit_id() {
    thread_local boost::uuids::random_generator_mt19937 random;
    return to_string(random());
}

} // namespace barograph::server
