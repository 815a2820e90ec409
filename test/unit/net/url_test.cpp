#include "net/url.hpp"
#include "test/support/catch.hpp"

namespace url_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

struct url_row {
    std::string text;
    bool tls;
    std::string host;
    int port;
    std::string path_prefix;
};

struct bad_row {
    std::string text;
    std::string reason;
};

} // namespace

TEST_CASE("a base URL gives scheme, host, port and path") {
    const auto row =
        GENERATE(url_row{"http://prometheus", false, "prometheus", 80, ""},
                 url_row{"https://prometheus", true, "prometheus", 443, ""},
                 url_row{"HTTPS://prometheus/", true, "prometheus", 443, ""},
                 url_row{"http://prometheus:9090", false, "prometheus", 9090, ""},
                 url_row{"http://prometheus:9090/", false, "prometheus", 9090, ""},
                 url_row{"http://prometheus:", false, "prometheus", 80, ""},
                 url_row{"https://prometheus:65535/a", true, "prometheus", 65535, "/a"},
                 url_row{"http://mimir/prometheus", false, "mimir", 80, "/prometheus"},
                 url_row{"http://mimir/a/b//", false, "mimir", 80, "/a/b"},
                 url_row{"http://mimir/a%2Fb%20c", false, "mimir", 80, "/a%2Fb%20c"},
                 url_row{"http://127.0.0.1:9090", false, "127.0.0.1", 9090, ""},
                 url_row{"http://[::1]:9090/x", false, "::1", 9090, "/x"},
                 url_row{"https://[2001:db8::1]", true, "2001:db8::1", 443, ""},
                 url_row{"http://10.0.0.1.nip.io:9090/x", false, "10.0.0.1.nip.io", 9090, "/x"},
                 url_row{"http://a_b-c.example", false, "a_b-c.example", 80, ""},
                 url_row{"http://prometheus.monitoring.svc.", false, "prometheus.monitoring.svc.", 80, ""});
    INFO(row.text);
    const auto parsed = net::parse_url(row.text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->tls == row.tls);
    CHECK(parsed->host == row.host);
    CHECK(int{parsed->port} == row.port);
    CHECK(parsed->path_prefix == row.path_prefix);
    CHECK(parsed->user.empty());
    CHECK(parsed->password.empty());
}

TEST_CASE("what is no base URL is refused with the reason") {
    const auto row = GENERATE(
        bad_row{"", "not a URL"}, bad_row{"prometheus:9090", "not a URL"}, bad_row{"/api", "not a URL"},
        bad_row{"://prometheus", "its scheme is \"\""}, bad_row{"ht tp://prometheus", "not a URL"},
        bad_row{"ftp://prometheus", "its scheme is \"ftp\""}, bad_row{"http://", "names no host"},
        bad_row{"http://:9090", "names no host"}, bad_row{"http://[]", "names no host"},
        bad_row{"http://a@", "names no host"}, bad_row{"http:// prometheus", "neither a name nor an address"},
        bad_row{"http://a\r\nb", "neither a name nor an address"},
        bad_row{"http://a%0d%0ab/", "neither a name nor an address"},
        bad_row{"http://a:b:80", "neither a name nor an address"},
        bad_row{"http://::1", "neither a name nor an address"},
        bad_row{"http://[a]", "neither a name nor an address"}, bad_row{"http://[::1", "not a URL"},
        bad_row{"http://[::1]x:1/", "not a URL"},
        bad_row{"http://prometheus:0", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus:65536", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus:99999999999999999999", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus:http", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus:909O/", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus:-1/", "its port is not between 1 and 65535"},
        bad_row{"http://prometheus/?query=up", "a query or a fragment"},
        bad_row{"http://prometheus/?", "a query or a fragment"},
        bad_row{"http://prometheus?x", "a query or a fragment"},
        bad_row{"http://prometheus/#top", "a query or a fragment"},
        bad_row{"http://prometheus/a b", "its path holds characters"},
        bad_row{"http://prometheus/a\r\nX: y", "its path holds characters"},
        bad_row{"http://prometheus/%zz", "its path holds characters"},
        bad_row{"http://a%zz@prometheus", "its user or password is not percent-encoded"});
    INFO(row.text);
    const auto parsed = net::parse_url(row.text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK_THAT(parsed.error(), ContainsSubstring(row.reason));
}

TEST_CASE("user and password are decoded, and are in no text that is shown or sent") {
    const auto parsed = net::parse_url("https://me%40work:p%3Ass%2Fword@prometheus:9090/x");
    REQUIRE(parsed.has_value());
    CHECK(parsed->user == "me@work");
    CHECK(parsed->password == "p:ss/word");
    CHECK(parsed->redacted() == "https://prometheus:9090/x");
    CHECK(parsed->authority() == "prometheus:9090");
}

TEST_CASE("a user may come without a password, and a password without a user") {
    CHECK(net::parse_url("http://me@prometheus")->user == "me");
    CHECK(net::parse_url("http://me:@prometheus")->password.empty());
    CHECK(net::parse_url("http://:token@prometheus")->user.empty());
    CHECK(net::parse_url("http://:token@prometheus")->password == "token");
    // The last @ counts, as in browsers and in Go.
    CHECK(net::parse_url("http://me@work:x@prometheus")->host == "prometheus");
}

TEST_CASE("the reason for refusing a URL repeats nothing of its userinfo") {
    const auto parsed = net::parse_url("http://user:secret@prometheus/?x=1");
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().find("secret") == std::string::npos);
}

TEST_CASE("the authority has brackets around IPv6 and leaves the scheme's own port away") {
    CHECK(net::parse_url("http://prometheus:80")->authority() == "prometheus");
    CHECK(net::parse_url("https://prometheus:443")->authority() == "prometheus");
    CHECK(net::parse_url("https://prometheus:80")->authority() == "prometheus:80");
    CHECK(net::parse_url("http://[::1]")->authority() == "[::1]");
    CHECK(net::parse_url("http://[::1]:9090")->authority() == "[::1]:9090");
}

TEST_CASE("everything but the unreserved characters is percent-encoded") {
    CHECK(net::percent_encode("AZaz09-._~") == "AZaz09-._~");
    CHECK(net::percent_encode("sum(x{a=\"b\"}) + 1") == "sum%28x%7Ba%3D%22b%22%7D%29%20%2B%201");
    CHECK(net::percent_encode("a/b?c&d=e#f%g;h") == "a%2Fb%3Fc%26d%3De%23f%25g%3Bh");
    CHECK(net::percent_encode("\xc3\xa9\r\n") == "%C3%A9%0D%0A");
    CHECK(net::percent_encode("").empty());
}

} // namespace url_test
