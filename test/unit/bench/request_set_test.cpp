#include "bench/load/request_set.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

#include <string>
#include <vector>

using namespace barograph::bench;
using barograph::test::ContainsSubstring;

TEST_CASE("a template gives a target for each key") {
    CHECK(expand_targets("/m{i}?q={i}", 3) == std::vector<std::string>{"/m0?q=0", "/m1?q=1", "/m2?q=2"});
    CHECK(expand_targets("/same", 2) == std::vector<std::string>{"/same", "/same"});
}

TEST_CASE("a file gives a target a line, and must have one") {
    barograph::test::temporary_folder folder;
    CHECK(read_targets(folder.write("targets", "/a\n/b\n")) == std::vector<std::string>{"/a", "/b"});
    CHECK_THROWS_AS(read_targets(folder.write("empty", "")), std::runtime_error);
    CHECK_THROWS_AS(read_targets("/nowhere/targets"), std::runtime_error);
}

TEST_CASE("a request is what the aggregator forwards for the autoscaler's controller") {
    const request_set requests({"/a", "/b?c=d"}, "localhost:443", {"X-More: 1"});
    std::string request = "what was there before";
    requests.write(1, request);
    CHECK(request.starts_with("GET /b?c=d HTTP/1.1\r\nHost: localhost:443\r\n"));
    CHECK(request.ends_with("X-More: 1\r\n\r\n"));
    CHECK_THAT(request, ContainsSubstring("X-Forwarded-Uri: /b\r\nX-Remote-"));
    CHECK_THAT(request, ContainsSubstring("Accept: application/vnd.kubernetes.protobuf, */*\r\n"));
    CHECK_THAT(
        request,
        ContainsSubstring("X-Remote-User: system:serviceaccount:kube-system:horizontal-pod-autoscaler\r\n"));
    CHECK_THAT(request, ContainsSubstring("X-Remote-Group: system:serviceaccounts\r\n"
                                          "X-Remote-Group: system:serviceaccounts:kube-system\r\n"
                                          "X-Remote-Group: system:authenticated\r\n"));
}
