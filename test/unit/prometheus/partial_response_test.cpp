#include "prometheus/partial_response.hpp"
#include "test/support/catch.hpp"

namespace partial_response_test {

using namespace barograph;

TEST_CASE("a warning that tells of data that is missing is a partial response") {
    const auto warning = GENERATE(
        // Thanos' store proxy, older and newer.
        "fetch series for {replica=\"a\"} 10.0.0.7:10901: rpc error: code = Unavailable desc = connection "
        "refused",
        "receive series from Addr: 10.0.0.7:10901 LabelSets: {replica=\"a\"} Mint: 0 Maxt: 1: rpc error: "
        "code = "
        "Unavailable",
        "No StoreAPIs matched for this query",
        "receive series from Addr: 10.0.0.7:10901: context deadline exceeded",
        "failed to receive any data in 5s from Addr: store: context canceled",
        // Prometheus' own fan-out to remote-read sources.
        "remote_read: remote server http://other/read returned http status 503 Service Unavailable",
        "error sending request: Post \"http://other/read\": dial tcp: connection refused",
        "partial response");
    INFO(warning);
    CHECK(prometheus::tells_partial_response(warning));
}

TEST_CASE("advice about the query is no partial response, whatever it quotes") {
    const auto warning = GENERATE(
        "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"x\"",
        "PromQL warning: encountered a mix of histograms and floats for metric name \"fetch series for\"",
        "PromQL warning: quantile value should be between 0 and 1, got 2: \"partial response\"",
        "results truncated due to limit", "some stores did not answer", "");
    INFO(warning);
    CHECK_FALSE(prometheus::tells_partial_response(warning));
}

} // namespace partial_response_test
