#include "server/request_target.hpp"
#include "test/support/catch.hpp"

namespace request_target_test {

using barograph::server::split_target;

TEST_CASE("a request target is taken apart at its first question mark, and a host counts for nothing") {
    struct row {
        const char* target;
        const char* path;
        const char* query;
    };

    const auto r = GENERATE(values<row>({{"/a/b?c=d", "/a/b", "c=d"},
                                         {"/a", "/a", ""},
                                         {"/a?", "/a", ""},
                                         {"/a?b?c", "/a", "b?c"},
                                         {"/?", "/", ""},
                                         {"https://host/a?b", "/a", "b"},
                                         {"http://host:80/a", "/a", ""},
                                         {"HTTPS://host:6443/a/b", "/a/b", ""},
                                         {"https://host", "/", ""},
                                         {"https://host?b", "/", "b"},
                                         {"https://user:secret@host/a", "/a", ""},
                                         {"/https://host/a", "/https://host/a", ""},
                                         {"*", "*", ""},
                                         {"host:443", "host:443", ""},
                                         {"ftp://host/a", "ftp://host/a", ""},
                                         {"", "", ""}}));
    INFO(r.target);
    const auto parts = split_target(r.target);
    CHECK(parts.path == r.path);
    CHECK(parts.query == r.query);
}

} // namespace request_target_test
