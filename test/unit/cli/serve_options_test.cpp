#include "cli/serve_options.hpp"
#include "test/unit/cli/parsing.hpp"

#include <algorithm>

namespace serve_options_test {

using namespace barograph;
using namespace std::chrono_literals;
using cli::serve_options;
using test::ContainsSubstring;
using test::options_of;
using test::refusal_of;
using list = std::vector<std::string>;

namespace {

list with_config(const list& more) {
    list arguments{"--config=c.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

} // namespace

TEST_CASE("without flags but --config the defaults are prometheus-adapter's") {
    const auto options = options_of({"--config=c.yaml"});
    CHECK(options.config == "c.yaml");
    CHECK(options.metrics_relist_interval == 10min);
    CHECK(options.metrics_max_age == 10min);
    CHECK(options.prometheus_urls == list{"https://localhost"});
    CHECK_FALSE(options.prometheus_auth_incluster);
    CHECK(options.prometheus_headers.empty());
    CHECK(options.prometheus_verb == "GET");
    CHECK(options.prometheus_timeout == 10s);
    CHECK(options.authentication_kubeconfig.empty());
    CHECK(options.authorization_kubeconfig.empty());
    CHECK(options.authorized_ttl == 10s);
    CHECK(options.unauthorized_ttl == 10s);
    CHECK(options.always_allow_paths == list{"/healthz", "/readyz", "/livez"});
    CHECK_FALSE(options.bind_address.has_value());
    CHECK(options.secure_port == 443);
    CHECK(options.cert_dir == "apiserver.local.config/certificates");
    CHECK(options.tls_cert_file.empty());
    CHECK(options.shutdown_delay == 0s);
    CHECK_FALSE(options.standalone);
    CHECK(options.verbosity == 0);
    CHECK(options.warnings.empty());
}

TEST_CASE("a text flag is taken with an equals sign and as two arguments") {
    struct row {
        std::string flag;
        std::string serve_options::* member;
    };

    const auto given = GENERATE(row{"--config", &serve_options::config},
                                row{"--prometheus-auth-config", &serve_options::prometheus_auth_config},
                                row{"--prometheus-ca-file", &serve_options::prometheus_ca_file},
                                row{"--prometheus-token-file", &serve_options::prometheus_token_file},
                                row{"--authentication-kubeconfig", &serve_options::authentication_kubeconfig},
                                row{"--authorization-kubeconfig", &serve_options::authorization_kubeconfig},
                                row{"--cert-dir", &serve_options::cert_dir});
    INFO(given.flag);
    CHECK(options_of({"--config=c.yaml", given.flag + "=a=b c"}).*given.member == "a=b c");
    CHECK(options_of({"--config=c.yaml", given.flag, "a=b c"}).*given.member == "a=b c");
    // Go's flags take the next argument whatever it looks like.
    CHECK(options_of({"--config=c.yaml", given.flag, "--x"}).*given.member == "--x");
    CHECK(options_of({"--config=c.yaml", given.flag, "-y"}).*given.member == "-y");
    if (given.flag != "--config") {
        CHECK((options_of({given.flag + "=", "--config=c.yaml"}).*given.member).empty());
    }
}

TEST_CASE("a duration flag is taken in both forms, and refused with what is expected") {
    struct row {
        std::string flag;
        std::chrono::nanoseconds serve_options::* member;
    };

    const auto given =
        GENERATE(row{"--metrics-max-age", &serve_options::metrics_max_age},
                 row{"--prometheus-timeout", &serve_options::prometheus_timeout},
                 row{"--authorization-webhook-cache-authorized-ttl", &serve_options::authorized_ttl},
                 row{"--authorization-webhook-cache-unauthorized-ttl", &serve_options::unauthorized_ttl},
                 row{"--shutdown-delay-duration", &serve_options::shutdown_delay});
    INFO(given.flag);
    CHECK(options_of(with_config({given.flag + "=1h30m"})).*given.member == 90min);
    CHECK(options_of(with_config({given.flag, "1h30m"})).*given.member == 90min);
    CHECK(refusal_of(with_config({given.flag + "=soon"})) ==
          given.flag + ": \"soon\": expected a duration such as 30s, 10m or 1h30m");
    CHECK_THAT(refusal_of(with_config({given.flag + "="})),
               ContainsSubstring(given.flag + ": \"\": expected"));
}

TEST_CASE("a number flag is taken in every form, and refused with its range") {
    CHECK(options_of(with_config({"--secure-port=6443"})).secure_port == 6443);
    CHECK(options_of(with_config({"--secure-port", "0"})).secure_port == 0);
    CHECK(options_of(with_config({"--secure-port=65535"})).secure_port == 65535);
    for (const auto* bad : {"65536", "-1", "http", "", "1.5", "0x1bb", " 443", "443 ", "+443"}) {
        CHECK(refusal_of(with_config({std::string("--secure-port=") + bad})) ==
              std::string("--secure-port: \"") + bad + "\": expected a whole number from 0 to 65535");
    }
    for (const auto& form : {list{"-v=4"}, list{"-v", "4"}, list{"-v4"}, list{"--v=4"}, list{"--v", "4"}}) {
        CHECK(options_of(with_config(form)).verbosity == 4);
    }
    CHECK(options_of(with_config({"--v=-1"})).verbosity == -1);
    CHECK_THAT(refusal_of(with_config({"-v=much"})), ContainsSubstring("\"much\": expected a whole number"));
}

TEST_CASE("a switch is on when it is named, and may be told so") {
    struct row {
        std::string flag;
        bool serve_options::* member;
    };

    const auto given =
        GENERATE(row{"--standalone", &serve_options::standalone},
                 row{"--permit-port-sharing", &serve_options::permit_port_sharing},
                 row{"--prometheus-auth-incluster", &serve_options::prometheus_auth_incluster});
    CHECK(options_of(with_config({given.flag})).*given.member);
    for (const auto* on : {"true", "1", "t", "T", "TRUE", "True"}) {
        CHECK(options_of(with_config({given.flag + "=" + on})).*given.member);
    }
    for (const auto* off : {"false", "0", "f", "F", "FALSE", "False"}) {
        CHECK_FALSE(options_of(with_config({given.flag + "=" + off})).*given.member);
    }
    CHECK_FALSE(options_of(with_config({given.flag, given.flag + "=false"})).*given.member);
    CHECK(options_of(with_config({given.flag + "=false", given.flag})).*given.member);
    for (const auto* bad : {"maybe", "2", "-2", "00"}) {
        CHECK_THAT(refusal_of(with_config({given.flag + "=" + bad})), ContainsSubstring(given.flag));
    }
    CHECK_THAT(refusal_of(with_config({given.flag + "="})), ContainsSubstring("unexpected argument \"\""));
    // As with Go's flags the next argument is not the switch's.
    CHECK_THAT(refusal_of(with_config({given.flag, "true"})),
               ContainsSubstring("unexpected argument \"true\""));
}

TEST_CASE("of a flag that is given again the last counts") {
    CHECK(options_of({"--config=a", "--config", "b"}).config == "b");
    CHECK(options_of(with_config({"--secure-port=1", "--secure-port=2"})).secure_port == 2);
    CHECK(options_of(with_config({"-v=1", "--v=2"})).verbosity == 2);
    CHECK(
        options_of(with_config({"--prometheus-timeout=1s", "--prometheus-timeout=2s"})).prometheus_timeout ==
        2s);
    CHECK(options_of(with_config({"--prometheus-verb=POST", "--prometheus-verb=GET"})).prometheus_verb ==
          "GET");
    CHECK(options_of(with_config({"--bind-address=::", "--bind-address=::1"})).bind_address == "::1");
}

TEST_CASE("headers add up, with whatever they hold") {
    const auto options =
        options_of(with_config({"--prometheus-header=A=1", "--prometheus-header", "B=x, y=[z]",
                                "--prometheus-header=[C=3]", "--prometheus-header=A=2"}));
    CHECK(options.prometheus_headers == list{"A=1", "B=x, y=[z]", "[C=3]", "A=2"});
    // One flag takes one header.
    CHECK_THAT(refusal_of(with_config({"--prometheus-header", "A=1", "B=2"})),
               ContainsSubstring("unexpected argument \"B=2\""));
}

TEST_CASE("open paths are a list with commas between, and may be none") {
    const auto paths = [](const list& more) { return options_of(with_config(more)).always_allow_paths; };
    CHECK(paths({"--authorization-always-allow-paths=/a,/b/*"}) == list{"/a", "/b/*"});
    CHECK(paths({"--authorization-always-allow-paths", "/a"}) == list{"/a"});
    CHECK(paths({"--authorization-always-allow-paths=/a", "--authorization-always-allow-paths=/b,/c"}) ==
          list{"/a", "/b", "/c"});
    CHECK(paths({"--authorization-always-allow-paths="}).empty());
    CHECK_THAT(refusal_of(with_config({"--authorization-always-allow-paths", "/a", "/b"})),
               ContainsSubstring("unexpected argument \"/b\""));
}

TEST_CASE("the verb is GET or POST") {
    CHECK(options_of(with_config({"--prometheus-verb=POST"})).prometheus_verb == "POST");
    CHECK(refusal_of(with_config({"--prometheus-verb=PUT"})) ==
          "--prometheus-verb: \"PUT\": expected GET or POST");
    CHECK_THAT(refusal_of(with_config({"--prometheus-verb=get"})), ContainsSubstring("expected GET or POST"));
}

TEST_CASE("an unknown flag names the nearest known one") {
    struct row {
        std::string given;
        std::string nearest;
    };

    const auto given =
        GENERATE(row{"--prometheus-ulr=x", "--prometheus-url"}, row{"--confg", "--config"},
                 row{"--secure_prt=1", "--secure-port"}, row{"--tls-certfile", "--tls-cert-file"},
                 row{"--metrics-relist", "--metrics-max-age"}, row{"--vmodul=x", "--vmodule"});
    const auto name = given.given.substr(0, given.given.find('='));
    INFO(given.given);
    const auto message = refusal_of(with_config({given.given}));
    CHECK_THAT(message, test::StartsWith("unknown flag --"));
    CHECK_THAT(message, ContainsSubstring("; did you mean " + given.nearest + "?"));
}

TEST_CASE("what is refused is shown without its value and without control characters") {
    CHECK_THAT(refusal_of(with_config({"--tokn=secret"})), !ContainsSubstring("secret"));
    CHECK_THAT(refusal_of(with_config({"--a\x1b[31m"})), ContainsSubstring("unknown flag --a?[31m"));
    CHECK_THAT(refusal_of(with_config({"a\nb"})), ContainsSubstring("unexpected argument \"a?b\""));
    CHECK_THAT(refusal_of(with_config({"--secure-port=\x1b[31m"})), ContainsSubstring("\"?[31m\""));
}

TEST_CASE("a flag without its value is named") {
    CHECK_THAT(refusal_of({"--config"}), ContainsSubstring("--config"));
    CHECK_THAT(refusal_of(with_config({"-v"})), ContainsSubstring("--v"));
}

TEST_CASE("flags that contradict each other, or lack each other, are refused") {
    struct row {
        list arguments;
        std::string message;
    };

    const auto given = GENERATE(
        row{{}, "--config is required"}, row{{"--config="}, "--config is required"},
        row{{"--config=c", "--metrics-relist-interval=0s"},
            "--metrics-relist-interval must be longer than 0"},
        row{{"--config=c", "--metrics-max-age=9m"}, "--metrics-max-age must not be shorter than"},
        row{{"--config=c", "--prometheus-timeout=0"}, "--prometheus-timeout must be longer than 0"},
        row{{"--config=c", "--tls-cert-file=a"}, "--tls-cert-file and --tls-private-key-file go together"},
        row{{"--config=c", "--tls-private-key-file=a"},
            "--tls-cert-file and --tls-private-key-file go together"},
        row{{"--config=c", "--prometheus-client-tls-cert-file=a"},
            "--prometheus-client-tls-key-file go together"},
        row{{"--config=c", "--prometheus-client-tls-key-file=a"},
            "--prometheus-client-tls-key-file go together"},
        row{{"--config=c", "--prometheus-auth-incluster", "--prometheus-auth-config=a"},
            "exclude each other"});
    CHECK_THAT(refusal_of(given.arguments), ContainsSubstring(given.message));
}

TEST_CASE("the maximum age follows the relist interval unless it is set") {
    CHECK(options_of(with_config({"--metrics-relist-interval=30s"})).metrics_max_age == 30s);
    CHECK(
        options_of(with_config({"--metrics-relist-interval=30s", "--metrics-max-age=1m"})).metrics_max_age ==
        1min);
    CHECK(
        options_of(with_config({"--metrics-relist-interval=30s", "--metrics-max-age=0s"})).metrics_max_age ==
        30s);
}

TEST_CASE("the arguments of a published chart are taken as they are") {
    const auto options =
        options_of({"--secure-port=6443", "--tls-cert-file=/var/run/serving-cert/tls.crt",
                    "--tls-private-key-file=/var/run/serving-cert/tls.key", "--cert-dir=/tmp/cert",
                    "--prometheus-url=http://prometheus.default.svc:9090", "--metrics-relist-interval=1m",
                    "--v=4", "--config=/etc/adapter/config.yaml"});
    CHECK(options.secure_port == 6443);
    CHECK(options.prometheus_urls == list{"http://prometheus.default.svc:9090"});
    CHECK(options.metrics_relist_interval == 1min);
    CHECK(options.verbosity == 4);
    CHECK(options.warnings.empty());
}

} // namespace serve_options_test
