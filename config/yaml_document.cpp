#include "config/yaml_document.hpp"

#include "config/syntax_message.hpp"
#include "config/yaml_builder.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace barograph::config {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_directive(std::string_view line, std::string_view name) {
    return line.starts_with(name) &&
           (line.size() == name.size() || line[name.size()] == ' ' || line[name.size()] == '\t');
}

/// Rules are read as YAML 1.1 (`yes` is true), as prometheus-adapter reads them: a file that says it is
/// written in another version would be misunderstood.
std::optional<std::string> objection_to(std::string_view directive) {
    if (is_directive(directive, "%TAG")) {
        return std::nullopt;
    }
    if (!is_directive(directive, "%YAML")) {
        return "an unknown directive; expected %YAML 1.1, %TAG or no line that begins with %";
    }
    const auto number = std::min(directive.find_first_not_of(" \t", 5), directive.size());
    const auto version = directive.substr(number, directive.find_first_of(" \t\r#", number) - number);
    if (version != "1.1") {
        return "%YAML with another version; expected 1.1 or no such line";
    }
    return std::nullopt;
}

/// Directives stand before the document, among comments and empty lines.
std::optional<text_fault> find_bad_directive(std::string_view text) {
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        const auto line = text.substr(start, end - start);
        if (line.starts_with('%')) {
            if (auto objection = objection_to(line)) {
                return text_fault{start, std::move(*objection)};
            }
        } else if (!line.empty() && line[0] != '#' && line[0] != '\r') {
            return std::nullopt;
        }
        start = end + 1;
    }
    return std::nullopt;
}

} // namespace

std::expected<yaml_document, problem> yaml_document::parse(std::string_view file_name, std::string_view text,
                                                           const yaml_limits& limits) {
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    yaml_document document(text);
    const auto refuse = [&](std::size_t offset, std::string message) {
        const auto where = document.lines_.at(offset);
        return std::unexpected(problem{std::string(file_name), where.line, where.column, std::move(message)});
    };
    if (text.size() > limits.bytes) {
        return std::unexpected(
            problem{std::string(file_name), 0, 0,
                    "larger than " + std::to_string(limits.bytes) + " bytes; expected a file of rules"});
    }
    if (auto fault = find_text_fault(text)) {
        return refuse(fault->offset, std::move(fault->message));
    }
    if (auto fault = find_bad_directive(text)) {
        return refuse(fault->offset, std::move(fault->message));
    }
    try {
        std::istringstream input{std::string(text)};
        YAML::Parser parser(input);
        yaml_builder builder(document, limits);
        while (parser.HandleNextDocument(builder)) {
        }
        builder.finish();
    } catch (refused_document& refused) {
        return refuse(refused.offset, std::move(refused.message));
    } catch (const YAML::Exception& error) {
        const auto offset = error.mark.is_null() ? text.size() : static_cast<std::size_t>(error.mark.pos);
        return refuse(offset, syntax_message(error.msg, text, offset));
    }
    return document;
}

} // namespace barograph::config
