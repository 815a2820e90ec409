#include "server/fingerprint.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

bool only_traces(std::string_view field) {
    return std::ranges::any_of(traces, [field](std::string_view known) {
        return field.size() == known.size() &&
               boost::beast::iequals({field.data(), field.size()}, {known.data(), known.size()});
    });
}

} // namespace

void take_fingerprint(const http::fields& fields, std::string& text) {
    text.clear();
    for (const auto& field : fields) {
        const std::string_view name(field.name_string().data(), field.name_string().size());
        if (!only_traces(name)) {
            // Neither names nor values can hold a line break.
            text.append(name).append(":").append(field.value().data(), field.value().size()).append("\n");
        }
    }
}

} // namespace barograph::server
