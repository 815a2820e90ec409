#include "cli/help_text.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace barograph::cli {

namespace {

constexpr std::size_t widest = 100;
constexpr std::size_t text_column = 42;

std::string flag_column(const CLI::Option& option) {
    // A short name is told first, as in "-v, --v".
    std::string result = "  ";
    for (const auto& name : option.get_snames()) {
        result += "-" + name + ", ";
    }
    for (const auto& name : option.get_lnames()) {
        result += "--" + name;
    }
    const bool takes_value = option.get_items_expected_max() > 0;
    return takes_value ? result + " " + option.get_type_name() : result;
}

std::string default_of(const CLI::Option& option) {
    const auto value = option.get_default_str();
    return value.empty() ? "" : "(default: " + value + ")";
}

// The description and the default, broken between words so that no line passes the widest column; the default
// stays in one piece.
std::string wrapped(const CLI::Option& option) {
    std::string result;
    std::string line;
    const auto append = [&](const std::string& piece) {
        if (!line.empty() && text_column + line.size() + 1 + piece.size() > widest) {
            result += line + "\n" + std::string(text_column, ' ');
            line.clear();
        }
        line += (line.empty() || piece.empty() ? "" : " ") + piece;
    };
    std::istringstream words(option.get_description());
    for (std::string word; words >> word;) {
        append(word);
    }
    append(default_of(option));
    return result + line + "\n";
}

std::string entry(const CLI::Option& option) {
    auto flag = flag_column(option);
    const auto text = wrapped(option);
    if (flag.size() + 2 <= text_column) {
        flag.resize(text_column, ' ');
        return flag + text;
    }
    const bool is_one_line = text.find('\n') + 1 == text.size();
    if (is_one_line && flag.size() + 2 + text.size() - 1 <= widest) {
        return flag + "  " + text;
    }
    return flag + "\n" + std::string(text_column, ' ') + text;
}

} // namespace

std::string help_text(const CLI::App& app, const help_form& form) {
    auto result = app.get_description() + "\n\nusage: " + app.get_name() + " " + std::string(form.arguments) +
                  " [FLAGS]\n";
    for (const auto& group : app.get_groups()) {
        const auto options =
            app.get_options([&](const CLI::Option* option) { return option->get_group() == group; });
        if (group == form.left_out || options.empty()) {
            continue;
        }
        result += "\n" + group + ":\n";
        for (const auto* option : options) {
            result += entry(*option);
        }
    }
    return result;
}

} // namespace barograph::cli
