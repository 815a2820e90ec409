#include "server/listed_bodies.hpp"
#include "test/support/catch.hpp"

namespace listed_bodies_test {

using namespace barograph;
using server::listed_bodies;

namespace {

std::shared_ptr<const metrics::name_list> names(std::vector<std::string> all) {
    return std::make_shared<const metrics::name_list>(
        metrics::name_list{.names = std::move(all), .version = 0});
}

} // namespace

TEST_CASE("a body is made once a list, and shared by all who ask") {
    listed_bodies bodies;
    int made = 0;
    const auto make = [&](const metrics::name_list& list) {
        ++made;
        return server::tagged(std::to_string(list.names.size()));
    };
    const auto list = names({"a", "b"});
    const auto first = bodies.get(list, "one", make).text;
    CHECK(*first == "2");
    CHECK(bodies.get(list, "one", make).text == first);
    CHECK(made == 1);
    bodies.get(list, "other", make);
    CHECK(made == 2);

    // Another list, even of as many names, is another body; what was given out stays as it was.
    const auto second = bodies.get(names({"a", "c"}), "one", make).text;
    CHECK(second != first);
    CHECK(made == 3);
    CHECK(*first == "2");
    bodies.get(list, "one", make);
    CHECK(made == 4);
}

} // namespace listed_bodies_test
