#include "kube/authentication_config.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/unit/kube/configmap.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

namespace authentication_config_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;
using strings = std::vector<std::string>;

namespace {

struct fixture {
    fixture() : ca({.common_name = "ca", .is_ca = true}) {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        use(5s);
    }

    void use(std::chrono::milliseconds deadline) {
        kube::authentication_config_options options;
        options.follow.deadline = deadline;
        use(options);
    }

    void use(kube::authentication_config_options options) {
        config = std::make_unique<kube::authentication_config>(
            *api,
            kube::log_sink{.info = [this](const std::string& text) { infos.push_back(text); },
                           .warning = [this](const std::string& text) { warnings.push_back(text); }},
            options);
    }

    // As a cluster has it, with these CAs of the front proxy and of users.
    static scripted_answer published(const std::string& proxy_ca, const std::string& users_ca) {
        test::configmap map(proxy_ca);
        map.data["client-ca-file"] = users_ca;
        return scripted_answer::json(map.list());
    }

    [[nodiscard]] scripted_answer published(const std::string& proxy_ca) const {
        return published(proxy_ca, users.pem());
    }

    std::expected<void, kube::error> refresh() { return test::run_coroutine(context, config->refresh()); }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    test::certificate ca;
    test::certificate users{{.common_name = "users", .is_ca = true}};
    strings infos;
    strings warnings;
    std::unique_ptr<kube::api_client> api;
    std::unique_ptr<kube::authentication_config> config;
};

} // namespace

TEST_CASE_METHOD(fixture, "the configuration is the ConfigMap's") {
    CHECK(config->current() == nullptr);
    REQUIRE(config->problem().has_value());
    CHECK_THAT(*config->problem(), ContainsSubstring("not read yet"));
    CHECK_FALSE(config->known());

    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    CHECK(server.requests().at(0).target ==
          "/api/v1/namespaces/kube-system/configmaps?fieldSelector=metadata.name%3Dextension-apiserver-"
          "authentication");
    REQUIRE(config->current() != nullptr);
    CHECK(config->current()->client_ca_pem == ca.pem());
    CHECK(config->current()->version == 1);
    CHECK_FALSE(config->problem().has_value());
    REQUIRE(config->current_client_ca() != nullptr);
    CHECK(*config->current_client_ca() == users.pem());
    CHECK(config->known());
    REQUIRE(infos.size() == 2);
    CHECK_THAT(infos[0], ContainsSubstring(": 1 CA certificate, named front-proxy-client"));
    CHECK_THAT(infos[1], ContainsSubstring("users' certificates"));
    CHECK(warnings.empty());
}

TEST_CASE_METHOD(fixture, "an unchanged ConfigMap changes nothing, a changed one counts at once") {
    server.then(published(ca.pem()));
    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    const auto before = config->current();
    REQUIRE(refresh().has_value());
    CHECK(config->current() == before);
    CHECK(infos.size() == 2);

    const test::certificate next({.common_name = "ca", .is_ca = true});
    server.then(published(ca.pem() + next.pem()));
    REQUIRE(refresh().has_value());
    CHECK(config->current() != before);
    CHECK(config->current()->version == 2);
    CHECK(before->client_ca_pem == ca.pem());
    REQUIRE(infos.size() == 3);
    CHECK_THAT(infos[2], ContainsSubstring("2 CA certificates"));
}

TEST_CASE_METHOD(fixture, "whatever goes wrong, the last good configuration stays, and it is told once") {
    struct row {
        scripted_answer answer;
        errc code;
    };

    const auto r = GENERATE(values<row>({
        {scripted_answer::reply(401, "{}"), errc::unauthorized},
        {scripted_answer::reply(403, "{}"), errc::forbidden},
        {scripted_answer::reply(404, R"({"kind":"Status","message":"not found"})"), errc::rejected},
        {scripted_answer::reply(500, "{}"), errc::unavailable},
        {scripted_answer::json("garbage"), errc::malformed},
        {scripted_answer::json(R"({"kind":"ConfigMapList","items":[{"data":{}}]})"), errc::malformed},
        {scripted_answer::json(R"({"kind":"ConfigMapList","items":[]})"), errc::rejected},
        {scripted_answer::json(test::configmap("no PEM").list()), errc::malformed},
        {scripted_answer::disconnect(), errc::unreachable},
    }));
    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    const auto before = config->current();

    server.always(r.answer);
    for (int i = 0; i < 2; ++i) {
        const auto failed = refresh();
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == r.code);
    }
    CHECK(config->current() == before);
    CHECK(config->problem().has_value());
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("extension-apiserver-authentication") &&
                                ContainsSubstring("what was read last stays in force"));

    server.always(published(ca.pem()));
    REQUIRE(refresh().has_value());
    CHECK_FALSE(config->problem().has_value());
    REQUIRE(infos.size() == 3);
    CHECK_THAT(infos[2], ContainsSubstring("works again"));
}

TEST_CASE_METHOD(fixture, "an answer that does not come is waited for until the deadline") {
    use(50ms);
    server.always(scripted_answer::never());
    const auto failed = refresh();
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == errc::timed_out);
    CHECK(config->current() == nullptr);
    CHECK(warnings.size() == 1);
}

TEST_CASE_METHOD(fixture,
                 "without any good read nobody is the front proxy, and the role that is missing is named") {
    server.always(scripted_answer::reply(403, R"({"kind":"Status","message":"configmaps is forbidden"})"));
    REQUIRE_FALSE(refresh().has_value());
    CHECK(config->current() == nullptr);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0],
               ContainsSubstring("configmaps is forbidden") && ContainsSubstring("nobody is known") &&
                   ContainsSubstring("may not get configmaps in kube-system") &&
                   ContainsSubstring("Role extension-apiserver-authentication-reader in kube-system"));
}

TEST_CASE_METHOD(fixture, "a bundle of users' CAs that is unusable leaves the last good one in force") {
    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    const auto before = config->current_client_ca();
    const test::certificate next({.common_name = "ca", .is_ca = true});
    server.then(published(next.pem(), "no PEM"));
    const auto failed = refresh();
    REQUIRE_FALSE(failed.has_value());
    CHECK_THAT(failed.error().message, ContainsSubstring("client-ca-file"));
    CHECK(config->current_client_ca() == before);
    // The front proxy's part is sound, and counts.
    CHECK(config->current()->client_ca_pem == next.pem());
    CHECK(warnings.size() == 1);
}

TEST_CASE_METHOD(fixture, "users' CAs that are taken out of the ConfigMap count no more") {
    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    REQUIRE(config->current_client_ca() != nullptr);
    server.then(published(ca.pem(), ""));
    REQUIRE(refresh().has_value());
    CHECK(config->current_client_ca() == nullptr);
}

TEST_CASE_METHOD(fixture, "what flags say is not taken from the ConfigMap") {
    SECTION("the front proxy") {
        use(kube::authentication_config_options{.request_header = false});
        test::configmap map("no PEM, no matter");
        map.data["client-ca-file"] = users.pem();
        map.data.erase("requestheader-client-ca-file");
        server.then(scripted_answer::json(map.list()));
        REQUIRE(refresh().has_value());
        CHECK(config->current() == nullptr);
        CHECK(config->current_client_ca() != nullptr);
    }
    SECTION("users' CAs") {
        use(kube::authentication_config_options{.client_ca = false});
        server.then(published(ca.pem(), "no PEM, no matter"));
        REQUIRE(refresh().has_value());
        CHECK(config->current() != nullptr);
        CHECK(config->current_client_ca() == nullptr);
    }
    CHECK(config->known());
}

TEST_CASE_METHOD(fixture, "a change that a watch tells counts at once") {
    use(kube::authentication_config_options{});
    const test::certificate next({.common_name = "ca", .is_ca = true});
    test::configmap changed(next.pem());
    changed.data["client-ca-file"] = users.pem();
    server.then(published(ca.pem()));
    server.then(scripted_answer::json(changed.event("MODIFIED", "8")));

    const auto begun = net::steady_clock::now();
    bool ended = false;
    net::asio::cancellation_signal cancel;
    net::asio::co_spawn(
        context, config->run(),
        net::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
    test::run_until(context, [&] { return config->current() && config->current()->version == 2; });
    CHECK(config->current()->client_ca_pem == next.pem());
    CHECK(net::steady_clock::now() - begun < 1s);
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return ended; });
}

TEST_CASE_METHOD(fixture, "what is told of the front proxy names all that it may be called") {
    test::configmap map(ca.pem());
    map.data["requestheader-allowed-names"] = R"(["one","two"])";
    server.then(scripted_answer::json(map.list()));
    map.data["requestheader-allowed-names"] = "[]";
    server.then(scripted_answer::json(map.list()));
    use(kube::authentication_config_options{.client_ca = false});
    REQUIRE(refresh().has_value());
    REQUIRE(refresh().has_value());
    REQUIRE(infos.size() == 2);
    CHECK_THAT(infos[0], ContainsSubstring(": 1 CA certificate, named one, two"));
    CHECK_THAT(infos[1], ContainsSubstring(": 1 CA certificate, any name"));
}

TEST_CASE_METHOD(fixture, "a configuration of which nothing could be taken is not known") {
    server.then(scripted_answer::json(test::configmap("no PEM").list()));
    CHECK_FALSE(refresh().has_value());
    CHECK_FALSE(config->known());
    use(kube::authentication_config_options{.request_header = false});
    server.then(scripted_answer::json(R"({"kind":"ConfigMapList","items":[{"data":1}]})"));
    CHECK_FALSE(refresh().has_value());
    CHECK_FALSE(config->known());
}

TEST_CASE_METHOD(
    fixture, "another CA of users is no change of the front proxy's configuration, and is told if it goes") {
    server.then(published(ca.pem()));
    REQUIRE(refresh().has_value());
    const auto before = config->current();
    const test::certificate others({.common_name = "others", .is_ca = true});
    server.then(published(ca.pem(), others.pem()));
    REQUIRE(refresh().has_value());
    CHECK(config->current() == before);
    CHECK(*config->current_client_ca() == others.pem());
    server.then(published(ca.pem(), ""));
    REQUIRE(refresh().has_value());
    CHECK_THAT(infos.back(), ContainsSubstring("names no CA of users' certificates any more"));
}

TEST_CASE_METHOD(fixture, "the configuration needs nobody to log to") {
    kube::authentication_config quiet(*api, {}, {});
    server.then(published(ca.pem()));
    REQUIRE(test::run_coroutine(context, quiet.refresh()).has_value());
    CHECK(quiet.current()->client_ca_pem == ca.pem());
}

} // namespace authentication_config_test
