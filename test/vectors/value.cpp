#include "test/vectors/value.hpp"

#include "metrics/conversion.hpp"
#include "prometheus/instant_query.hpp"
#include "server/documents.hpp"
#include "test/vectors/compare.hpp"

namespace barograph::test::vectors {

using nlohmann::json;

json answer_value(const json& input) {
    const net::http_response response{.status = input.at("httpStatus").get<unsigned>(),
                                      .content_type = "application/json",
                                      .retry_after = {},
                                      .body = input.at("body").get<std::string>()};
    const auto result = prometheus::decode_instant_query(response, "Prometheus");
    if (!result) {
        return failed(result.error().message, "prometheus");
    }
    const auto values = metrics::to_values("m", *result, "the rule");
    if (!values) {
        // prometheus-adapter's client does not know strings, so they fail as it reads the answer.
        const bool is_string = result->type == prometheus::result_type::string;
        return failed(values.error().message, is_string ? "prometheus" : "convert");
    }
    const json list = server::external_metric_value_list_object(values->values);
    return {{"items", list.at("items")}};
}

} // namespace barograph::test::vectors
