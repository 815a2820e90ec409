#include "net/basic_auth.hpp"
#include "test/support/catch.hpp"

#include <utility>

namespace basic_auth_test {

using namespace barograph;

TEST_CASE("basic authentication is the base64 of user and password") {
    // The first is the example of RFC 7617; the others end with each number of padding characters.
    using row = std::pair<std::string, std::string>;
    const auto given = GENERATE(row{"Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}, row{"a:", "YTo="},
                                row{":", "Og=="}, row{"ab:c", "YWI6Yw=="}, row{"ab:cd", "YWI6Y2Q="},
                                row{"ab:cde", "YWI6Y2Rl"});
    const auto colon = given.first.find(':');
    CHECK(net::basic_auth(given.first.substr(0, colon), given.first.substr(colon + 1)) ==
          "Basic " + given.second);
}

TEST_CASE("a long password stays on one line") {
    const auto header = net::basic_auth("user", std::string(1000, 'x'));
    CHECK(header.find('\n') == std::string::npos);
    CHECK(header.size() == std::string("Basic ").size() + (1005 + 2) / 3 * 4);
}

} // namespace basic_auth_test
