#include "kube/request_header_file.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"

namespace request_header_file_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;

namespace {

struct fixture {
    std::expected<std::unique_ptr<kube::request_header_file>, std::string> open() {
        return kube::request_header_file::open(names, folder.write("ca.crt", first.pem()), {},
                                               [this] { return now; });
    }

    test::temporary_folder folder;
    certificate first{{.common_name = "first", .is_ca = true}};
    certificate second{{.common_name = "second", .is_ca = true}};
    net::time_point now{};
    kube::request_header_config names{.client_ca_pem = {},
                                      .allowed_names = {"proxy"},
                                      .username_headers = {"X-User"},
                                      .group_headers = {},
                                      .extra_headers_prefixes = {},
                                      .uid_headers = {},
                                      .cluster_client_ca_pem = {}};
};

} // namespace

TEST_CASE_METHOD(fixture, "flags give names that stay and CAs that are followed") {
    const auto source = open();
    REQUIRE(source.has_value());
    const auto before = (*source)->current();
    REQUIRE(before != nullptr);
    CHECK(before->client_ca_pem == first.pem());
    CHECK(before->allowed_names == std::vector<std::string>{"proxy"});
    CHECK(before->version == 1);
    CHECK((*source)->current() == before);

    folder.write("ca.crt", first.pem() + second.pem());
    now += 1s;
    const auto after = (*source)->current();
    CHECK(after->client_ca_pem == first.pem() + second.pem());
    CHECK(after->username_headers == std::vector<std::string>{"X-User"});
    CHECK(after->version == 2);
    CHECK(before->client_ca_pem == first.pem());
}

TEST_CASE_METHOD(fixture, "flags that make no configuration are an error") {
    SECTION("no header for the user") {
        names.username_headers.clear();
    }
    SECTION("no name of a header") {
        names.group_headers = {"X Group"};
    }
    CHECK_FALSE(open().has_value());
}

TEST_CASE_METHOD(fixture, "flags that name no file are an error with its path") {
    const auto source = kube::request_header_file::open(names, "/nowhere/ca.crt", {}, [this] { return now; });
    REQUIRE_FALSE(source.has_value());
    CHECK_THAT(source.error(), test::ContainsSubstring("/nowhere/ca.crt"));
}

} // namespace request_header_file_test
