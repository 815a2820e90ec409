#include "kube/user.hpp"
#include "test/support/catch.hpp"

namespace user_test {

using namespace barograph;
using strings = std::vector<std::string>;

TEST_CASE("whoever shows nothing is system:anonymous in system:unauthenticated") {
    const auto user = kube::anonymous_user();
    CHECK(user.name == "system:anonymous");
    CHECK(user.groups == strings{"system:unauthenticated"});
    CHECK(user.uid.empty());
    CHECK(user.extra.empty());
}

TEST_CASE("system:authenticated is added once, and never to nobody") {
    struct row {
        std::string name;
        strings groups;
        strings expected;
    };

    const auto r = GENERATE(values<row>({
        {"eve", {}, {"system:authenticated"}},
        {"eve", {"dev"}, {"dev", "system:authenticated"}},
        {"eve", {"system:authenticated", "dev"}, {"system:authenticated", "dev"}},
        {"eve", {"system:unauthenticated"}, {"system:unauthenticated"}},
        {"system:anonymous", {}, {}},
    }));
    const auto user =
        kube::with_authenticated_group({.name = r.name, .uid = "7", .groups = r.groups, .extra = {}});
    CHECK(user.groups == r.expected);
    CHECK(user.name == r.name);
    CHECK(user.uid == "7");
}

} // namespace user_test
