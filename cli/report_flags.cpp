#include "cli/report_flags.hpp"

#include "cli/flags.hpp"

namespace barograph::cli {

namespace {

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

} // namespace

void add_report_form_flags(CLI::App& app, report_format& format, colour_use& colour) {
    app.option_defaults()->group("Report");
    const std::string format_text = "text for people, or json for programs";
    read_by(app.add_option("-o,--output", format_text)->type_name("FORMAT")->default_str("text"), format,
            parse_report_format);
    const std::string colour_text = "auto (on a terminal, unless NO_COLOR is set), always or never";
    read_by(app.add_option("--color", colour_text)->type_name("WHEN")->default_str("auto"), colour,
            parse_colour);
}

} // namespace barograph::cli
