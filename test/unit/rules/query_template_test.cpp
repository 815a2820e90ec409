#include "rules/query_template.hpp"
#include "test/support/catch.hpp"

namespace query_template_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

std::expected<std::string, query_error> render(std::string_view text, const query_data& data) {
    return query_template::compile(text).value().render(data);
}

std::string rendered(std::string_view text, const query_data& data) {
    const auto query = render(text, data);
    return query ? *query : "error: " + query.error().message;
}

std::unexpected<query_error> refused(std::string message) {
    return std::unexpected(query_error{query_error::kind::needs_quoted_names, std::move(message)});
}

query_data of_series(std::string_view series, std::string matchers = "") {
    return {.series = series, .matchers = std::move(matchers), .values = {}};
}

TEST_CASE("matchers that cannot be written matter only to a query that has them") {
    const query_data data{.series = "x", .matchers = refused("no"), .values = {}};
    CHECK(rendered("sum(<<.Series>>)", data) == "sum(x)");
    CHECK(rendered("<<print .Series>>", data) == "x");
    for (const auto* const text :
         {"<<.Series>>{<<.LabelMatchers>>}", "x{<<print .LabelMatchers>>}", "<<if .LabelMatchers>>x<<end>>",
          "x<<print .>>", "<<with .LabelMatchers>><<.>><<end>>"}) {
        INFO(text);
        CHECK(rendered(text, data) == "error: no");
    }
    CHECK(render("<<.LabelMatchers>>", data).error().what == query_error::kind::needs_quoted_names);
}

TEST_CASE("the reason why a query cannot be written goes before how its series is quoted") {
    const query_data data{.series = "http.requests", .matchers = refused("no"), .values = {}};
    CHECK(rendered("<<.Series>>{<<.LabelMatchers>>}", data) == "error: no");
}

TEST_CASE("backends that know no quoted names are the rule") {
    CHECK(rendered("<<.Series>>", of_series("a.b")) == "{__name__=\"a.b\"}");
}

TEST_CASE("a name that stands in for the series is none that the query or its matchers hold") {
    constexpr auto text =
        "series_name_stand_in{} + series_name_stand_in_{} + <<.Series>>{<<.LabelMatchers>>}";
    CHECK(rendered(text, of_series("a.b", "q=\"series_name_stand_in__\"")) ==
          "series_name_stand_in{} + series_name_stand_in_{} + "
          "{__name__=\"a.b\",q=\"series_name_stand_in__\"}");
    CHECK(rendered("<<.Series>>{<<.LabelMatchers>>}", of_series("a.b", "q=\"series_name_stand_in\"")) ==
          "{__name__=\"a.b\",q=\"series_name_stand_in\"}");
}

TEST_CASE("a variable that is declared prints nothing") {
    CHECK(rendered("x<<$s := .Series>><<.GroupBy>>{<<.LabelMatchers>>}", of_series("y", "a=\"b\"")) ==
          "x{a=\"b\"}");
}

TEST_CASE("labels and values are taken as text if they hold what label values may hold, and nothing else") {
    const auto with = [](std::string label, std::string value) {
        return query_data{.series = "x", .matchers = "", .values = {{std::move(label), std::move(value)}}};
    };
    CHECK(rendered("<<range $k, $v := .LabelValuesByName>>x{<<$k>>=~\"<<$v>>\"}<<end>>",
                   with("azAZ09/x_y-.", "azAZ09-_./|")) == "x{azAZ09/x_y-.=~\"azAZ09-_./|\"}");
    for (const auto* const bad :
         {"a b", "a\"", "a'", "a\\", "a,b", "a{", "a}", "a(", "a@", "a[", "a`", "a:", "é"}) {
        INFO(bad);
        CHECK_THAT(rendered("<<.LabelValuesByName>>", with("a", bad)),
                   ContainsSubstring("could change its meaning"));
        CHECK_THAT(rendered("<<.LabelValuesByName>>", with(bad, "a")),
                   ContainsSubstring("could change its meaning"));
        CHECK(rendered("<<print .Series>>", with("a", bad)) == "x"); // which takes none of them
    }
}

} // namespace

} // namespace query_template_test
