#include "cli/check/check_options.hpp"

#include "cli/flags.hpp"

#include <algorithm>
#include <string_view>

namespace barograph::cli {

namespace {

// The files are told in the usage line.
constexpr std::string_view file_group = "Files";

std::expected<report_format, std::string> parse_report_format(const std::string& text) {
    if (text != "text" && text != "json") {
        return std::unexpected("expected text or json");
    }
    return text == "json" ? report_format::json : report_format::text;
}

std::expected<colour_use, std::string> parse_colour(const std::string& text) {
    if (text == "auto") {
        return colour_use::automatic;
    }
    if (text != "always" && text != "never") {
        return std::unexpected("expected auto, always or never");
    }
    return text == "always" ? colour_use::always : colour_use::never;
}

void add_report_flags(CLI::App& app, check_options& options) {
    app.option_defaults()->group("Report");
    const std::string format_text = "text for people, or json for programs";
    read_by(app.add_option("-o,--output", format_text)->type_name("FORMAT")->default_str("text"),
            options.format, parse_report_format);
    const std::string colour_text = "auto (on a terminal, unless NO_COLOR is set), always or never";
    read_by(app.add_option("--color", colour_text)->type_name("WHEN")->default_str("auto"), options.colour,
            parse_colour);
    add_switch(app, "--strict", options.strict, "Warnings are errors, too");
}

// A flag towards Prometheus that nobody looks at would be a check that was not made.
std::expected<void, std::string> check_use_of_prometheus(const CLI::App& app, const check_options& options) {
    if (options.asks_prometheus()) {
        return check_prometheus_flags(options);
    }
    if (app.count("--prometheus-url") > 0) {
        return std::unexpected("--prometheus-url is empty; expected the base URL of Prometheus");
    }
    for (const auto* option : app.get_options()) {
        if (option->get_group() == prometheus_group && option->count() > 0) {
            return std::unexpected(option->get_name() + " needs --prometheus-url; expected both or neither");
        }
    }
    return {};
}

} // namespace

std::expected<check_options, std::string> parse_check_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help) {
    check_options options;
    options.prometheus_url.clear();
    CLI::App app(
        "Checks files of rules, or Helm values with rules: all that is wrong with them, and what each "
        "rule will do.\nWith --prometheus-url also what each rule finds there now, and whether "
        "Prometheus can read its queries.\n\nThe status is 0 when all is well (warnings are), 1 for "
        "errors, 2 for a wrong command line.",
        "barograph check");
    app.allow_extras();
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.add_option("FILE", options.files, "Files of rules")
        ->group(std::string(file_group))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_report_flags(app, options);
    add_prometheus_flags(app, options);
    add_duration(app, "--metrics-max-age", options.metrics_max_age,
                 "How long a series counts after its last sample");
    app.set_help_flag("-h,--help", "Print this help")->group("Help");

    auto parsed = parse_flags(app, std::move(arguments),
                              {.arguments = "FILE… (- is the standard input)", .left_out = file_group});
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    if (*parsed) {
        help = **parsed;
        return options;
    }
    if (options.files.empty()) {
        return std::unexpected("no file; expected at least one, or - for the standard input");
    }
    if (std::ranges::count(options.files, "-") > 1) {
        return std::unexpected("- is given twice; the standard input can be read once");
    }
    if (auto consistent = check_use_of_prometheus(app, options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli
