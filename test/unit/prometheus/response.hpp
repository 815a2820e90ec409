#pragma once
#include "net/http_client.hpp"

#include <string>

namespace barograph::test {

/// An HTTP answer with a JSON body.
inline net::http_response response(std::string body, unsigned status = 200) {
    return {.status = status, .content_type = "application/json", .retry_after = {}, .body = std::move(body)};
}

/// The answer to a query: a success whose `data` has this resultType and this result, both as JSON text.
inline net::http_response result_of(const std::string& type, const std::string& result) {
    return response(R"({"status":"success","data":{"resultType":)" + type + R"(,"result":)" + result + "}}");
}

} // namespace barograph::test
