#include "prometheus/error.hpp"
#include "test/support/catch.hpp"

#include <set>

namespace error_test {

using barograph::prometheus::errc;
using barograph::prometheus::shared_cause;

TEST_CASE("what a backend says of one request is no cause that others share") {
    for (const auto own : {errc::rejected, errc::too_large, errc::cancelled}) {
        CHECK(shared_cause(own).empty());
    }
}

TEST_CASE("causes that others may share have different names") {
    std::set<std::string_view> names;
    for (const auto shared : {errc::unreachable, errc::timed_out, errc::unavailable, errc::limited,
                              errc::malformed, errc::partial}) {
        CHECK_FALSE(shared_cause(shared).empty());
        names.insert(shared_cause(shared));
    }
    CHECK(names.size() == 6);
}

} // namespace error_test
