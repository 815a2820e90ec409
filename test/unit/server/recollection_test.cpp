#include "server/recollection.hpp"
#include "server/request_target.hpp"
#include "telemetry/instruments.hpp"
#include "test/support/catch.hpp"

namespace recollection_test {

using namespace barograph;
using namespace std::chrono_literals;
using server::grounds;

namespace {

// What the cluster says of its front proxy, as the test will have it.
class proxies_of_test final : public kube::request_header_source {
public:
    [[nodiscard]] std::shared_ptr<const kube::request_header_config> current() const override {
        return config;
    }

    std::shared_ptr<const kube::request_header_config> config =
        std::make_shared<const kube::request_header_config>();
};

struct fixture {
    fixture() {
        live->put(answer("57", now));
        from.front_proxy.judged_by = proxies.config;
        from.front_proxy.judged_until = wall + 1h;
    }

    std::shared_ptr<const metrics::answer> answer(const std::string& queue, net::time_point queried) const {
        metrics::value_list values{{.metric_name = "jobs", .labels = {{{"queue", queue}}}, .milli = 57000}};
        return std::make_shared<const metrics::answer>(
            std::make_shared<const metrics::value_list>(std::move(values)), queried, queried + 5s);
    }

    grounds basis(grounds::proof proof = grounds::proof::front_proxy) const {
        grounds told;
        told.believed = proof;
        told.user = kube::user_info{.name = "hpa", .uid = {}, .groups = {}, .extra = {}};
        told.allowed = kube::access_decision{.allowed = true,
                                             .reason = {},
                                             .scope = kube::access_scope::everywhere,
                                             .counts_until = now + 10s};
        told.ns = "shop";
        told.metric = "jobs";
        told.value = live;
        told.form = server::representation{};
        return told;
    }

    void answered(const std::string& head, const grounds& told) {
        from.head = head;
        server::http::fields fields;
        const auto line = std::string_view(head).substr(0, head.find(" HTTP/"));
        const auto target = server::split_target(line.substr(line.find(' ') + 1));
        const server::request question{
            .method = "GET", .path = target.path, .query = target.query, .fields = fields, .from = from};
        memory.remember(question, told);
    }

    std::string head(const std::string& target, const std::string& user = "hpa") const {
        return "GET " + target + " HTTP/1.1\r\nHost: h\r\nX-Remote-User: " + user + "\r\n\r\n";
    }

    std::optional<std::string> recall(const std::string& bytes) {
        auto known = memory.recall(bytes, from);
        return known ? std::optional(*known->answer.body) : std::nullopt;
    }

    net::time_point now{1000h};
    std::chrono::system_clock::time_point wall{1000h};
    telemetry::instruments instruments{"test"};
    proxies_of_test proxies;
    std::shared_ptr<metrics::live_value> live =
        std::make_shared<metrics::live_value>(1s, instruments.values());
    server::recollection memory{&proxies,
                                {.monotonic = [this] { return now; }, .wall = [this] { return wall; }}};
    server::connection from;
};

} // namespace

TEST_CASE_METHOD(fixture, "a request that was answered is answered again") {
    CHECK_FALSE(recall(head("/jobs")));
    answered(head("/jobs"), basis());
    const auto body = recall(head("/jobs"));
    REQUIRE(body.has_value());
    CHECK_THAT(*body, test::ContainsSubstring("\"57\""));
    CHECK_FALSE(recall(head("/other")));
}

TEST_CASE_METHOD(fixture, "the body is written once an answer, and anew for the next") {
    answered(head("/jobs"), basis());
    const auto one = memory.recall(head("/jobs"), from);
    const auto two = memory.recall(head("/jobs"), from);
    REQUIRE((one && two));
    CHECK(one->answer.body == two->answer.body);
    live->put(answer("58", now));
    CHECK_THAT(recall(head("/jobs")).value(), test::ContainsSubstring("\"58\""));
}

TEST_CASE_METHOD(fixture, "a value that is too old is not told") {
    answered(head("/jobs"), basis());
    now += 5s;
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "another user, or another connection, is not answered for this one") {
    answered(head("/jobs"), basis());
    CHECK_FALSE(recall(head("/jobs", "eve")));
    server::connection other;
    CHECK_FALSE(memory.recall(head("/jobs"), other));
}

TEST_CASE_METHOD(fixture, "nothing is told once the right has ended") {
    answered(head("/jobs"), basis());
    live->put(answer("57", now + 10s));
    now += 10s - 1ns;
    CHECK(recall(head("/jobs")));
    now += 1ns;
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "a right to one metric is none to another that somebody else asked for") {
    auto narrow = basis();
    narrow.allowed->scope = kube::access_scope::request;
    answered(head("/jobs"), narrow);
    auto other = basis();
    other.user->name = "root";
    other.metric = "secrets";
    answered(head("/secrets", "root"), other);
    CHECK(recall(head("/secrets", "root")));
    CHECK(recall(head("/jobs")));
    CHECK_FALSE(recall(head("/secrets")));
}

TEST_CASE_METHOD(fixture, "nothing is told once the front proxy's configuration is another") {
    answered(head("/jobs"), basis());
    proxies.config = std::make_shared<const kube::request_header_config>();
    CHECK_FALSE(recall(head("/jobs")));
    proxies.config = nullptr;
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "nothing is told once the front proxy's certificate has expired") {
    answered(head("/jobs"), basis());
    wall += 1h;
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "what can't be known to hold is not remembered") {
    auto told = basis();
    SECTION("the credentials have to be looked at each time") {
        told.believed = grounds::proof::none;
    }
    SECTION("nobody said who asks") {
        told.user.reset();
    }
    SECTION("nobody said that they may") {
        told.allowed.reset();
    }
    SECTION("there is no value in memory") {
        told.value.reset();
    }
    SECTION("the form is not known") {
        told.form.reset();
    }
    SECTION("the connection's certificate was not judged") {
        from.front_proxy.judged_by.reset();
    }
    answered(head("/jobs"), told);
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "a request whose query says how to print is not remembered") {
    const auto* const target = GENERATE("/jobs?pretty=1", "/jobs?p%72etty=1");
    answered(head(target), basis());
    CHECK_FALSE(recall(head(target)));
}

TEST_CASE_METHOD(fixture, "of one value only a few targets are remembered, however many there are") {
    constexpr int many = 100;
    const auto target = [](int number) { return "/jobs?x=" + std::to_string(number); };
    int remembered = 0;
    for (int i = 0; i < many; ++i) {
        answered(head(target(i)), basis());
        remembered += recall(head(target(i))) ? 1 : 0;
    }
    CHECK(remembered >= 14);
    CHECK(remembered <= 16);
    CHECK(recall(head(target(0))));
}

TEST_CASE_METHOD(fixture, "a very long target is not remembered") {
    const auto target = "/jobs?x=" + std::string(5000, 'x');
    answered(head(target), basis());
    CHECK_FALSE(recall(head(target)));
}

TEST_CASE_METHOD(fixture, "a request that came in parts is not remembered") {
    answered("", basis());
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "where a tracing field names users nothing is remembered") {
    kube::request_header_config odd;
    odd.username_headers = {"Audit-ID"};
    proxies.config = std::make_shared<const kube::request_header_config>(odd);
    from.front_proxy.judged_by = proxies.config;
    answered(head("/jobs"), basis());
    CHECK_FALSE(recall(head("/jobs")));
}

TEST_CASE_METHOD(fixture, "without a front proxy only those are remembered who need none") {
    server::recollection alone(nullptr, {.monotonic = [this] { return now; }});
    server::http::fields fields;
    from.head = head("/jobs");
    const server::request question{
        .method = "GET", .path = "/jobs", .query = {}, .fields = fields, .from = from};
    alone.remember(question, basis());
    CHECK_FALSE(alone.recall(from.head, from));
    from.callers.clear();
    alone.remember(question, basis(grounds::proof::anyone));
    CHECK(alone.recall(from.head, from));
}

TEST_CASE_METHOD(fixture, "a target of 4,096 bytes is remembered, and none of a byte more") {
    const auto target = [](std::size_t size) { return "/jobs?x=" + std::string(size - 8, 'x'); };
    answered(head(target(4096)), basis());
    CHECK(recall(head(target(4096))));
    answered(head(target(4097)), basis());
    CHECK_FALSE(recall(head(target(4097))));
}

TEST_CASE_METHOD(fixture, "what is found out anew about a caller counts from then on") {
    answered(head("/jobs"), basis());
    wall += 1h;
    CHECK_FALSE(recall(head("/jobs")));
    from.front_proxy.judged_until = wall + 1h;
    answered(head("/jobs"), basis());
    CHECK(recall(head("/jobs")));
    CHECK(from.callers.size() == 1);
}

TEST_CASE_METHOD(fixture, "two callers are known of a connection, and of a third the first is forgotten") {
    for (const auto* const user : {"a", "b"}) {
        answered(head("/jobs", user), basis());
    }
    CHECK(recall(head("/jobs", "a")));
    CHECK(recall(head("/jobs", "b")));
    answered(head("/jobs", "c"), basis());
    CHECK_FALSE(recall(head("/jobs", "a")));
    CHECK(recall(head("/jobs", "b")));
    CHECK(recall(head("/jobs", "c")));
}

TEST_CASE_METHOD(fixture, "when a metric is another value, as of a new rule, that one is told") {
    answered(head("/jobs"), basis());
    live = std::make_shared<metrics::live_value>(1s, instruments.values());
    live->put(answer("60", now));
    answered(head("/jobs"), basis());
    CHECK_THAT(recall(head("/jobs")).value(), test::ContainsSubstring("\"60\""));
}

TEST_CASE_METHOD(fixture, "however many users there were, each that still asks is known") {
    for (int i = 0; i < 1100; ++i) {
        from.callers.clear();
        auto told = basis();
        told.user->name = "u" + std::to_string(i);
        answered(head("/jobs", told.user->name), told);
    }
    CHECK(recall(head("/jobs", "u1099")));
    CHECK_FALSE(recall(head("/jobs", "u1098")));
}

} // namespace recollection_test
