#include "metrics/catalogue.hpp"
#include "test/support/catch.hpp"
#include "test/unit/metrics/rule_of.hpp"

namespace catalogue_test {

using namespace barograph;
using metrics::catalogue;
using strings = std::vector<std::string>;
using test::rule_of;

namespace {

const auto nothing_before = std::make_shared<const metrics::name_list>();

catalogue build(const std::vector<rules::rule>& rules, const std::vector<strings>& series) {
    return catalogue::build(rules, series, nothing_before);
}

// Every series whose name begins with `queue_`, under the name that `as` gives.
rules::rule queues(std::string as, std::string query = "sum(<<.Series>>)") {
    return rule_of({.series_query = R"({__name__=~"^queue_.*"})",
                    .name = {.matches = "^queue_(.*)$", .as = std::move(as)},
                    .metrics_query = std::move(query)});
}

} // namespace

TEST_CASE("each series that a rule keeps is a metric under the name that the rule gives it") {
    const auto all = build({queues("${1}_waiting")}, {{"queue_mail", "queue_sms", "other"}});
    CHECK(all.names()->names == strings{"mail_waiting", "sms_waiting"});
    const auto* entry = all.find("mail_waiting");
    REQUIRE(entry != nullptr);
    CHECK(entry->series == "queue_mail");
    CHECK(all.find("queue_mail") == nullptr);
}

TEST_CASE("a rule without any series lists nothing, if it could give several names") {
    CHECK(build({queues("${1}")}, {{}}).names()->names.empty());
    CHECK(build({}, {}).names()->names.empty());
}

TEST_CASE("a rule that can only ever give one name is listed without any series") {
    SECTION("because seriesQuery fixes the series") {
        const auto all = build({rule_of({.series_query = R"(jobs{team="a"})", .metrics_query = "x"})}, {{}});
        CHECK(all.names()->names == strings{"jobs"});
        CHECK(all.find("jobs")->series == "jobs");
    }
    SECTION("because the name is literal; then no series is known") {
        const auto all = build({queues("waiting")}, {{}});
        CHECK(all.names()->names == strings{"waiting"});
        CHECK_FALSE(all.find("waiting")->series.has_value());
    }
    SECTION("also when it keeps none of the series that were found") {
        CHECK(build({queues("waiting")}, {{"other"}}).names()->names == strings{"waiting"});
    }
}

TEST_CASE("of several series that get one name the last counts") {
    const auto all = build({queues("waiting")}, {{"queue_b", "queue_a"}});
    CHECK(all.names()->names == strings{"waiting"});
    CHECK(all.find("waiting")->series == "queue_a");
}

TEST_CASE("of several rules that give one name the last with series wins, else the last") {
    struct row {
        const char* what;
        std::vector<strings> series;
        const char* winner;
    };

    const auto r = GENERATE(values<row>({
        {"all have series", {{"queue_a"}, {"queue_a"}, {"queue_a"}}, "third"},
        {"the last has none", {{"queue_a"}, {"queue_a"}, {}}, "second"},
        {"only the first has any", {{"queue_a"}, {}, {}}, "first"},
        {"none has any", {{}, {}, {}}, "third"},
        {"the last keeps none of its own", {{"queue_a"}, {}, {"other"}}, "first"},
    }));
    INFO(r.what);
    const auto all = build(
        {queues("waiting", "first"), queues("waiting", "second"), queues("waiting", "third")}, r.series);
    CHECK(all.names()->names == strings{"waiting"});
    CHECK(all.find("waiting")->rule.spec().metrics_query == r.winner);
}

TEST_CASE("a series without a name, and one whose metric would be nameless, are passed over") {
    const auto all = build({rule_of({.series_query = R"({job="x"})", .metrics_query = "x"}), queues("$1")},
                           {{"", "good"}, {"queue_", "queue_mail"}});
    CHECK(all.names()->names == strings{"good", "mail"});
}

TEST_CASE("the names are sorted, and one that several rules give stands there once") {
    const auto all =
        build({queues("$1"), queues("z_$1"), queues("b")}, {{"queue_b", "queue_c"}, {"queue_a"}, {}});
    CHECK(all.names()->names == strings{"b", "c", "z_a"});
}

TEST_CASE("a list of names gets a new version when it changes, and only then") {
    const std::vector rules{queues("$1")};
    const std::vector<strings> one{{"queue_a"}};
    const std::vector<strings> two{{"queue_a", "queue_b"}};
    const auto first = catalogue::build(rules, one, nothing_before);
    CHECK(first.names()->version == 1);
    const auto same = catalogue::build(rules, one, first.names());
    CHECK(same.names() == first.names());
    const auto other = catalogue::build(rules, two, same.names());
    CHECK(other.names()->version == 2);
}

TEST_CASE("what is not in the catalogue is not found, whatever its letters' case") {
    const auto all = build({queues("$1")}, {{"queue_mail"}});
    CHECK(all.find("mail") != nullptr);
    CHECK(all.find("Mail") == nullptr);
    CHECK(all.find("mai") == nullptr);
    CHECK(all.find("") == nullptr);
}

} // namespace catalogue_test
