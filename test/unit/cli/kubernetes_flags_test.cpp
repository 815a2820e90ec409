#include "test/unit/cli/parsing.hpp"

namespace kubernetes_flags_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;
using test::options_of;
using test::refusal_of;
using list = std::vector<std::string>;

TEST_CASE("whom to believe is the cluster's to say unless flags say it; their defaults are Go's") {
    const auto options = options_of({"--config=c"});
    CHECK_FALSE(options.authentication_skip_lookup);
    CHECK_FALSE(options.authentication_tolerate_lookup_failure);
    CHECK(options.token_ttl == 10s);
    CHECK(options.api_audiences.empty());
    CHECK(options.client_ca_file.empty());
    CHECK(options.requestheader_client_ca_file.empty());
    CHECK(options.requestheader_allowed_names.empty());
    CHECK(options.requestheader_username_headers == list{"x-remote-user"});
    CHECK(options.requestheader_uid_headers.empty());
    CHECK(options.requestheader_group_headers == list{"x-remote-group"});
    CHECK(options.requestheader_extra_headers_prefix == list{"x-remote-extra-"});
    CHECK(options.warnings.empty());
}

TEST_CASE("flags say whom to believe, lists with commas or repeated") {
    const auto options = options_of(
        {"--config=c", "--authentication-skip-lookup", "--authentication-tolerate-lookup-failure=true",
         "--authentication-token-webhook-cache-ttl=1m", "--api-audiences=a,b", "--client-ca-file",
         "users.crt", "--requestheader-client-ca-file=proxy.crt", "--requestheader-allowed-names=p,q",
         "--requestheader-username-headers=X-User", "--requestheader-username-headers=X-Name",
         "--requestheader-uid-headers=X-Uid", "--requestheader-group-headers=X-Group",
         "--requestheader-extra-headers-prefix=X-Extra-"});
    CHECK(options.authentication_skip_lookup);
    CHECK(options.authentication_tolerate_lookup_failure);
    CHECK(options.token_ttl == 1min);
    CHECK(options.api_audiences == list{"a", "b"});
    CHECK(options.client_ca_file == "users.crt");
    CHECK(options.requestheader_client_ca_file == "proxy.crt");
    CHECK(options.requestheader_allowed_names == list{"p", "q"});
    CHECK(options.requestheader_username_headers == list{"X-User", "X-Name"});
    CHECK(options.requestheader_uid_headers == list{"X-Uid"});
    CHECK(options.requestheader_group_headers == list{"X-Group"});
    CHECK(options.requestheader_extra_headers_prefix == list{"X-Extra-"});
    CHECK(options.warnings.empty());
}

TEST_CASE("an empty list is an empty value") {
    const auto options = options_of({"--config=c", "--requestheader-client-ca-file=x",
                                     "--requestheader-group-headers=", "--requestheader-allowed-names="});
    CHECK(options.requestheader_group_headers.empty());
    CHECK(options.requestheader_allowed_names.empty());
}

TEST_CASE("names of the front proxy without its CAs do nothing, and that is said once each") {
    const auto options = options_of({"--config=c", "--requestheader-allowed-names=a,b",
                                     "--requestheader-allowed-names=c", "--requestheader-group-headers=X-G"});
    REQUIRE(options.warnings.size() == 2);
    CHECK(options.warnings[0] ==
          "--requestheader-allowed-names has no effect without --requestheader-client-ca-file");
}

TEST_CASE("a time that is none is refused with the flag's name") {
    CHECK_THAT(refusal_of({"--config=c", "--authentication-token-webhook-cache-ttl=soon"}),
               ContainsSubstring("--authentication-token-webhook-cache-ttl"));
}

TEST_CASE("whose the APIService is, is watched once its Service is named") {
    CHECK_FALSE(options_of({"--config=c"}).apiservice_service.has_value());
    CHECK_FALSE(options_of({"--config=c", "--apiservice-service="}).apiservice_service.has_value());
    const auto options = options_of({"--config=c", "--apiservice-service=monitoring/barograph"});
    CHECK(options.apiservice_service == kube::service_name{"monitoring", "barograph"});
    CHECK(options.warnings.empty());
    CHECK_THAT(refusal_of({"--config=c", "--apiservice-service=barograph"}),
               ContainsSubstring("--apiservice-service") && ContainsSubstring("NAMESPACE/NAME"));
    CHECK(options_of({"--config=c", "--standalone", "--apiservice-service=a/b"}).warnings ==
          list{"--apiservice-service has no effect with --standalone"});
}

} // namespace kubernetes_flags_test
