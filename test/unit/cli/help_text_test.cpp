#include "cli/help_text.hpp"
#include "cli/serve_options.hpp"
#include "test/support/catch.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <sstream>
#include <vector>

namespace help_text_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

std::string help_of_serve(std::vector<std::string> arguments = {"--help"}) {
    std::optional<cli::help_wanted> help;
    const auto parsed = cli::parse_serve_options(std::move(arguments), help);
    REQUIRE(parsed.has_value());
    REQUIRE(help.has_value());
    return help->text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string without(CLI::App& app) {
    app.set_help_flag();
    return cli::help_text(app, {.arguments = "--config FILE", .left_out = "Hidden"});
}

} // namespace

TEST_CASE("help is asked for by either flag, also beside others that are wrong or missing") {
    const auto text = help_of_serve();
    CHECK(help_of_serve({"-h"}) == text);
    CHECK(help_of_serve({"--config", "x", "--help"}) == text);
    CHECK(help_of_serve({"--help", "--no-such-flag"}) == text);
}

TEST_CASE("the help of serve fits a terminal: groups, 100 columns, no empty lines in a row") {
    const auto text = help_of_serve();
    const auto lines = lines_of(text);
    CHECK_THAT(
        text, test::StartsWith("Serves external.metrics.k8s.io from Prometheus.\n\nusage: barograph serve "));
    for (const auto* group : {"Rules:", "Prometheus:", "Kubernetes:", "Serving:", "Limits on clients:",
                              "Audit:", "Logs:", "Help:"}) {
        CHECK_THAT(text, ContainsSubstring(std::string("\n\n") + group + "\n  -"));
    }
    for (const auto& line : lines) {
        INFO(line);
        CHECK(line.size() <= 100);
        CHECK_FALSE(line.ends_with(' '));
    }
    CHECK_THAT(text, !ContainsSubstring("\n\n\n"));
    CHECK_THAT(text, !ContainsSubstring("\n\n  "));
    CHECK(text.ends_with("\n"));
    CHECK_FALSE(text.ends_with("\n\n"));
}

TEST_CASE("the help of serve lists each flag that has a meaning, and none that has not") {
    const auto text = help_of_serve();
    for (const auto* flag :
         {"--config FILE", "--metrics-relist-interval DURATION", "--prometheus-url URL",
          "--prometheus-header NAME=VALUE", "--standalone", "-v, --v LEVEL", "-h, --help"}) {
        CHECK_THAT(text, ContainsSubstring(std::string("\n  ") + flag + " "));
    }
    CHECK_THAT(text, !ContainsSubstring("--logtostderr"));
    CHECK_THAT(text, !ContainsSubstring("--audit-webhook-config-file"));
}

TEST_CASE("defaults are told as a reader would write them") {
    const auto text = help_of_serve();
    for (const auto* value :
         {"10m", "10s", "0s", "https://localhost", "GET", "443", "0", "the relist interval",
          "/healthz,/readyz,/livez", "apiserver.local.config/certificates"}) {
        CHECK_THAT(text, ContainsSubstring(std::string("(default: ") + value + ")"));
    }
}

TEST_CASE("a flag is one line where it fits, and else goes on in the column of the texts") {
    CLI::App app("What it is.", "program");
    const auto add = [&app](const std::string& name, const std::string& text) {
        return app.add_option(name, text)->type_name("X");
    };
    const std::string two_words = "word " + std::string(40, 'a') + " " + std::string(20, 'b');
    const std::string just_fits = "fits behind";
    app.option_defaults()->group("One");
    add("--short", "A text")->default_str("7");
    app.add_flag("--switch", two_words);
    app.add_flag("--" + std::string(50, 'n'), just_fits);
    add("--" + std::string(51, 'm'), std::string(57, 'c'));
    app.option_defaults()->group("Two");
    add("-s,--with-short", "Last")->default_str(std::string(54, 'd'));
    app.option_defaults()->group("Hidden");
    add("--hidden", "Nobody sees this");
    const std::string column(42, ' ');
    CHECK(without(app) ==
          "What it is.\n\nusage: program --config FILE [FLAGS]\n\nOne:\n"
          "  --short X" +
              std::string(31, ' ') +
              "A text (default: 7)\n"
              "  --switch" +
              std::string(32, ' ') + "word " + std::string(40, 'a') + "\n" + column + std::string(20, 'b') +
              "\n"
              "  --" +
              std::string(50, 'n') +
              "  fits behind\n"
              "  --" +
              std::string(51, 'm') + " X\n" + column + std::string(57, 'c') +
              "\n"
              "\nTwo:\n"
              "  -s, --with-short X" +
              std::string(22, ' ') + "Last\n" + column + "(default: " + std::string(54, 'd') + ")\n");
}

} // namespace help_text_test
