#include "kube/registration_watch.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/unit/kube/api_service.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>

namespace registration_watch_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::api_service;
using test::ContainsSubstring;
using test::scripted_answer;
using test::scripted_request;
using strings = std::vector<std::string>;
using holder = kube::api_registration::holder;

namespace {

const api_service ours{"monitoring", "barograph"};
const api_service keda{"keda", "keda-operator-metrics-apiserver"};

bool is_watch(const scripted_request& request) {
    return request.target.find("watch=true") != std::string::npos;
}

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        use({});
        // The list is read anew all the time, so that what is put into `list` counts soon.
        server.always([this](const scripted_request& request) {
            if (request.method == "POST") {
                return event_answer;
            }
            ++reads;
            return is_watch(request) ? watch_answer : list;
        });
    }

    void use(kube::registration_watch_options options) {
        options.follow.refresh_interval = 1ms;
        options.follow.first_retry = 1ms;
        options.follow.last_retry = 2ms;
        if (options.settle == kube::registration_watch_options{}.settle) {
            options.settle = 0ms;
        }
        watch.emplace(
            context.get_executor(), *api, kube::service_name{"monitoring", "barograph"},
            kube::log_sink{.info = [this](const std::string& text) { infos.push_back(text); },
                           .warning = [this](const std::string& text) { warnings.push_back(text); }},
            options, [] { return net::time_point{}; });
        watch->on_change([this](std::optional<bool> is_ours) { changes.push_back(is_ours); });
    }

    // Follows and tells until the test ends.
    void start() {
        running = 2;
        for (auto* task : {&follow_end, &tell_end}) {
            net::asio::co_spawn(context, task == &follow_end ? watch->follow() : watch->tell(),
                                net::asio::bind_cancellation_slot(
                                    task->slot(), [this](const std::exception_ptr&) { --running; }));
        }
    }

    void stop() {
        follow_end.emit(net::asio::cancellation_type::terminal);
        tell_end.emit(net::asio::cancellation_type::terminal);
        test::run_until(context, [this] { return running == 0; });
    }

    ~fixture() {
        try {
            stop();
        } catch (const std::exception& e) {
            WARN(e.what());
        }
    }

    void until(const std::function<bool()>& holds) { test::run_until(context, holds); }

    // Until what is there now was read several times, so that all that follows from it has happened.
    void settle_down() {
        const auto enough = reads + 10;
        until([&] { return reads >= enough; });
    }

    void put(const api_service& service) { list = scripted_answer::json(service.list()); }

    [[nodiscard]] std::vector<nlohmann::json> events() const {
        std::vector<nlohmann::json> all;
        for (const auto& request : server.requests()) {
            if (request.method == "POST") {
                CHECK(request.target == "/apis/events.k8s.io/v1/namespaces/default/events");
                all.push_back(nlohmann::json::parse(request.body));
            }
        }
        return all;
    }

    [[nodiscard]] strings reasons() const {
        strings all;
        for (const auto& event : events()) {
            all.push_back(event["reason"]);
        }
        return all;
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    scripted_answer list = scripted_answer::json(ours.list());
    scripted_answer watch_answer = scripted_answer::json("");
    scripted_answer event_answer = scripted_answer::reply(201, "{}");
    std::size_t reads = 0;
    int running = 0;
    net::asio::cancellation_signal follow_end;
    net::asio::cancellation_signal tell_end;
    std::unique_ptr<kube::api_client> api;
    strings infos;
    strings warnings;
    std::vector<std::optional<bool>> changes;
    std::optional<kube::registration_watch> watch;
};

using changes_seen = std::vector<std::optional<bool>>;

} // namespace

TEST_CASE_METHOD(fixture, "before anything was read nothing is known") {
    CHECK_FALSE(watch->current().has_value());
    CHECK_THAT(watch->summary(), ContainsSubstring("not known"));
}

TEST_CASE_METHOD(fixture, "that it is ours from the start is told the log, and no Event") {
    start();
    until([&] { return infos.size() == 1; });
    settle_down();
    CHECK(server.requests().at(0).target == "/apis/apiregistration.k8s.io/v1/apiservices"
                                            "?fieldSelector=metadata.name%3Dv1beta1.external.metrics.k8s.io");
    CHECK(infos == strings{watch->summary()});
    CHECK_THAT(watch->summary(), ContainsSubstring("names this server's Service monitoring/barograph"));
    CHECK(changes == changes_seen{true});
    CHECK(warnings.empty());
    CHECK(events().empty());
}

TEST_CASE_METHOD(fixture, "taken over and given back: each is told once, and nothing but Events is written") {
    start();
    until([&] { return infos.size() == 1; });
    put(keda);
    until([&] { return events().size() == 1; });
    settle_down();
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("names Service keda/keda-operator-metrics-apiserver") &&
                                ContainsSubstring("kubectl get apiservice"));
    CHECK_THAT(watch->summary(), ContainsSubstring("keda/keda-operator-metrics-apiserver"));
    CHECK(changes == changes_seen{true, false});
    CHECK(reasons() == strings{"APIServiceTakenOver"});
    CHECK(events()[0]["regarding"]["uid"] == "u-1");

    put(ours);
    until([&] { return events().size() == 2; });
    settle_down();
    CHECK(changes == changes_seen{true, false, true});
    CHECK(reasons() == strings{"APIServiceTakenOver", "APIServiceRegistered"});
    CHECK(infos.size() == 2);
    CHECK(warnings.size() == 1);
    CHECK(std::ranges::all_of(server.requests(), [](const scripted_request& request) {
        return request.method == "GET" || request.target.starts_with("/apis/events.k8s.io/");
    }));
}

TEST_CASE_METHOD(fixture, "a watch tells of a takeover at once") {
    watch_answer = scripted_answer::json(keda.event("MODIFIED", "8"));
    start();
    until([&] { return changes.size() >= 2; });
    CHECK(changes.at(0) == true);
    CHECK(changes.at(1) == false);
}

TEST_CASE_METHOD(fixture, "an APIService of another's from the start, or none, is told with an Event") {
    const bool missing = GENERATE(true, false);
    list = scripted_answer::json(missing ? api_service::no_list() : keda.list());
    start();
    until([&] { return events().size() == 1; });
    settle_down();
    CHECK(reasons() == strings{missing ? "APIServiceMissing" : "APIServiceTakenOver"});
    CHECK(changes == changes_seen{false});
    CHECK(warnings.size() == 1);
}

TEST_CASE_METHOD(fixture, "the Event about an APIService that was deleted belongs to it") {
    start();
    until([&] { return infos.size() == 1; });
    list = scripted_answer::json(api_service::no_list());
    until([&] { return events().size() == 1; });
    CHECK(events()[0]["regarding"]["uid"] == "u-1");
    CHECK_THAT(watch->summary(), ContainsSubstring("does not exist"));
}

TEST_CASE_METHOD(fixture, "with the right to get alone it is read, and an absent one is known as such") {
    const bool missing = GENERATE(true, false);
    list = scripted_answer::reply(403, "{}");
    server.when("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io",
                missing ? scripted_answer::reply(404, "{}") : scripted_answer::json(keda.json()));
    start();
    until([&] { return events().size() == 1; });
    settle_down();
    CHECK(reasons() == strings{missing ? "APIServiceMissing" : "APIServiceTakenOver"});
    REQUIRE(warnings.size() == 2);
    CHECK_THAT(warnings[0], ContainsSubstring("may not list apiservices; a ClusterRole that allows"));
}

TEST_CASE_METHOD(fixture, "without a right to read it is not known, which is said once, and goes on") {
    start();
    until([&] { return infos.size() == 1; });
    list = scripted_answer::reply(403, R"({"kind":"Status","message":"forbidden"})");
    until([&] { return changes.size() == 2; });
    settle_down();
    CHECK(changes == changes_seen{true, std::nullopt});
    CHECK_THAT(watch->summary(), ContainsSubstring("not known"));
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("may not get apiservices; a ClusterRole that allows get, list "
                                              "and watch, bound to this client, grants it"));
    put(keda);
    until([&] { return events().size() == 1; });
    CHECK(changes == changes_seen{true, std::nullopt, false});
}

TEST_CASE_METHOD(fixture, "what was read last is taken to be so while the API server does not answer") {
    start();
    until([&] { return infos.size() == 1; });
    list = scripted_answer::reply(500, "{}");
    until([&] { return warnings.size() == 1; });
    settle_down();
    CHECK(changes == changes_seen{true});
    CHECK_THAT(warnings.at(0), ContainsSubstring("what was read last is taken to be so"));
}

TEST_CASE_METHOD(fixture, "without the right to create Events the log alone tells, and says so once") {
    event_answer = scripted_answer::reply(403, R"({"kind":"Status","message":"forbidden"})");
    start();
    const std::array services{&keda, &ours, &keda};
    for (std::size_t i = 0; i < services.size(); ++i) {
        put(*services.at(i));
        until([&] { return events().size() == i + 1; });
        settle_down();
    }
    CHECK(std::ranges::count_if(warnings, [](const std::string& text) {
              return text.find("may not create events of events.k8s.io in namespace default") !=
                     std::string::npos;
          }) == 1);
    CHECK(warnings.size() == 3);
}

TEST_CASE_METHOD(fixture, "products that fight over it make no stream of Events or lines") {
    use({.most_told = 2, .window = 1h});
    start();
    until([&] { return infos.size() == 1; });
    for (int i = 0; i < 4; ++i) {
        put(i % 2 == 0 ? keda : ours);
        const auto seen = changes.size();
        until([&] { return changes.size() > seen; });
        settle_down();
    }
    CHECK(changes.size() == 5);
    CHECK(reasons() == strings{"APIServiceTakenOver"});
    CHECK(infos.size() + warnings.size() == 2);
}

TEST_CASE_METHOD(fixture, "a change counts at once but is told only when it lasts") {
    use({.settle = 1h});
    put(keda);
    start();
    until([&] { return !changes.empty(); });
    settle_down();
    CHECK(changes == changes_seen{false});
    CHECK(warnings.empty());
    CHECK(events().empty());
}

TEST_CASE_METHOD(fixture, "it can be cancelled wherever it waits") {
    SECTION("for a change") {
        start();
        until([&] { return infos.size() == 1; });
    }
    SECTION("for a change to last") {
        use({.settle = 1h});
        start();
        until([&] { return !changes.empty(); });
    }
    SECTION("because too much was told") {
        use({.most_told = 1, .window = 1h});
        start();
        until([&] { return infos.size() == 1; });
        put(keda);
        until([&] { return changes.size() == 2; });
        settle_down();
    }
    SECTION("for an Event to be created") {
        event_answer = scripted_answer::never();
        put(keda);
        start();
        until([&] { return events().size() == 1; });
    }
    const auto told = infos.size() + warnings.size();
    stop();
    CHECK(running == 0);
    CHECK(infos.size() + warnings.size() == told);
}

} // namespace registration_watch_test
