#include "server/entity_tag.hpp"
#include "test/support/catch.hpp"

#include <algorithm>

namespace entity_tag_test {

using namespace barograph::server;

TEST_CASE("a tag is quoted, and another for other bytes") {
    CHECK(entity_tag("") == "\"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\"");
    CHECK(entity_tag("a") != entity_tag("b"));
}

TEST_CASE("If-None-Match names a tag in every way that HTTP has") {
    struct row {
        const char* header;
        bool names;
    };

    const auto r = GENERATE(values<row>({{"\"A\"", true},
                                         {"W/\"A\"", true},
                                         {"\"B\", \"A\"", true},
                                         {"\"B\",W/\"A\" , \"C\"", true},
                                         {"*", true},
                                         {"", false},
                                         {"A", false},
                                         {"\"a\"", false},
                                         {"\"AB\"", false},
                                         {"\"B\"", false},
                                         {",", false},
                                         {"\"A", false}}));
    INFO(r.header);
    CHECK(names_tag(r.header, "\"A\"") == r.names);
}

TEST_CASE("whoever has a body already gets a 304 without it") {
    http::fields fields;
    connection from;
    const request question{.method = "GET", .path = "/", .query = "", .fields = fields, .from = from};
    const auto body = tagged("{}");

    const auto first = tagged_reply(question, json_type, body);
    CHECK(first.status == 200);
    CHECK(first.body == body.text);
    using header = std::pair<std::string, std::string>;
    CHECK(std::ranges::count(first.headers, header("ETag", body.tag)) == 1);
    CHECK(std::ranges::count(first.headers, header("Vary", "Accept")) == 1);
    CHECK(first.caching == "public");

    fields.set(http::field::if_none_match, body.tag);
    const auto second = tagged_reply(question, json_type, body);
    CHECK(second.status == 304);
    CHECK(second.body->empty());
    CHECK(std::ranges::count(second.headers, header("ETag", body.tag)) == 1);

    fields.set(http::field::if_none_match, "\"other\"");
    CHECK(tagged_reply(question, json_type, body).status == 200);
}

} // namespace entity_tag_test
