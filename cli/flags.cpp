#include "cli/flags.hpp"

#include "cli/arguments.hpp"
#include "cli/go_duration.hpp"
#include "config/nearest.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace barograph::cli {

namespace {

std::string in_words(std::chrono::nanoseconds value) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value).count();
    constexpr int minute = 60;
    return seconds % minute == 0 && seconds > 0 ? std::to_string(seconds / minute) + "m"
                                                : std::to_string(seconds) + "s";
}

// As strconv.ParseBool has it. CLI11's own switches know more words, and end by a foreign exception at
// others.
std::expected<bool, std::string> parse_bool(const std::string& text) {
    constexpr std::array yes = {"true", "1", "t", "T", "TRUE", "True"};
    constexpr std::array no = {"false", "0", "f", "F", "FALSE", "False"};
    const bool is_yes = std::ranges::find(yes, text) != yes.end();
    if (!is_yes && std::ranges::find(no, text) == no.end()) {
        return std::unexpected("expected true or false");
    }
    return is_yes;
}

std::string unknown_flag(const CLI::App& app, const std::string& given) {
    const auto name = given.substr(0, given.find('='));
    if (!name.starts_with("-")) {
        return "unexpected argument \"" + printable(given) + "\"; expected flags only";
    }
    std::vector<std::string> known;
    for (const auto* option : app.get_options()) {
        for (const auto& long_name : option->get_lnames()) {
            known.push_back("--" + long_name);
        }
    }
    const std::vector<std::string_view> views(known.begin(), known.end());
    return "unknown flag " + printable(name) + "; did you mean " + std::string(config::nearest(name, views)) +
           "?";
}

} // namespace

CLI::Option* add_text(CLI::App& app, const std::string& name, std::string& into, const std::string& type,
                      const std::string& text) {
    return app.add_option(name, into, text)->type_name(type)->default_str(into);
}

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::chrono::nanoseconds& into,
                          const std::string& text) {
    auto* option = app.add_option(name, text)->type_name("DURATION")->default_str(in_words(into));
    read_by(option, into, parse_go_duration);
    return option;
}

void add_switch(CLI::App& app, const std::string& name, bool& into, const std::string& text) {
    read_by(app.add_flag(name, text), into, parse_bool);
}

CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& type, const std::string& text) {
    return app.add_option(name, into, text)
        ->type_name(type)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::expected<std::optional<help_wanted>, std::string>
parse_flags(CLI::App& app, std::vector<std::string> arguments, const help_form& form) {
    auto normal = normalized(std::move(arguments));
    // CLI11 wants them last first.
    std::ranges::reverse(normal);
    try {
        app.parse(normal);
    } catch (const CLI::CallForHelp&) {
        return help_wanted{help_text(app, form)};
    } catch (const CLI::ParseError& e) {
        return std::unexpected(printable(e.what()));
    }
    if (const auto extra = app.remaining(); !extra.empty()) {
        return std::unexpected(unknown_flag(app, extra.front()));
    }
    return std::nullopt;
}

} // namespace barograph::cli
