#include "cli/check/check_options.hpp"

#include "cli/flags.hpp"

#include <algorithm>
#include <string_view>

namespace barograph::cli {

namespace {

// The files are told in the usage line.
constexpr std::string_view file_group = "Files";

} // namespace

std::expected<check_options, std::string> parse_check_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help) {
    check_options options;
    options.prometheus_urls.clear();
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
    add_report_form_flags(app, options.format, options.colour);
    add_switch(app, "--strict", options.strict, "Warnings are errors, too");
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
    if (auto consistent = check_optional_prometheus_flags(app, options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli
