#include "config/yaml_reader.hpp"

#include "config/nearest.hpp"
#include "config/scalar_meaning.hpp"

#include <algorithm>
#include <utility>

namespace barograph::config {

namespace {

/// Merges may be chained through aliases further than maps can be written inside each other.
constexpr std::size_t deepest_merge = 32;

std::string describe(const yaml_node& node) {
    switch (node.what) {
    case yaml_node::kind::list:
        return "a list";
    case yaml_node::kind::map:
        return "a map";
    case yaml_node::kind::scalar:
        break;
    }
    const auto meaning = meaning_of(node);
    const auto kind = meaning ? meaning->kind : scalar_kind::text;
    const auto words = std::string(describe(kind));
    return kind == scalar_kind::null ? words : words + " (" + in_quotes(node.text) + ")";
}

} // namespace

yaml_reader::yaml_reader(std::string file_name, const yaml_document& document, const yaml_limits& limits)
    : file_name_(std::move(file_name)), document_(document), limits_(limits) {}

void yaml_reader::report(std::size_t offset, std::string_view message, severity level) {
    error_count_ += level == severity::error ? 1 : 0;
    auto& reports = reports_[level];
    if (reports.size() < limits_.problems) {
        reports.insert({offset, printable(message)});
    }
    const bool is_full = level == severity::error && reports.size() == limits_.problems;
    gave_up_ = gave_up_ || is_full || error_count_ >= 20 * limits_.problems;
}

std::vector<problem> yaml_reader::problems() const {
    std::vector<problem> all;
    for (const auto& [level, reports] : reports_) {
        for (const auto& [offset, message] : reports) {
            const auto place = document_.lines().at(offset);
            all.push_back({file_name_, place.line, place.column, message, level});
        }
    }
    std::ranges::sort(all, comes_before);
    if (gave_up_) {
        all.push_back(
            {file_name_, 0, 0, "the rest was not checked; expected these errors to be mended first"});
    }
    return all;
}

bool yaml_reader::text(const yaml_node& node, std::string& out) {
    if (!spend(node)) {
        return false;
    }
    if (node.what != yaml_node::kind::scalar) {
        const auto first = document_.text().substr(std::min(node.offset, document_.text().size()), 1);
        const bool is_flow = first == "{" || first == "[";
        expected(node, is_flow ? "text (in quotes, as it begins with " + in_quotes(first) + ")" : "text");
        return false;
    }
    auto meaning = meaning_of(node);
    if (!meaning) {
        error(node, std::move(meaning.error()));
        return false;
    }
    out = meaning->kind == scalar_kind::null ? std::string() : std::move(meaning->text);
    return true;
}

void yaml_reader::truth(const yaml_node& node, std::optional<bool>& out) {
    if (!spend(node)) {
        return;
    }
    const auto meaning = node.what == yaml_node::kind::scalar ? meaning_of(node)
                                                              : std::expected<scalar_meaning, std::string>();
    if (!meaning) {
        error(node, meaning.error());
    } else if (meaning->kind == scalar_kind::boolean) {
        out = meaning->truth;
    } else if (meaning->kind == scalar_kind::null) {
        // Go's decoder knows `null`, `~` and nothing at all as an absent value, but reads the other two
        // spellings of null as false. A rule that says so must stay the same rule.
        out = node.text == "Null" || node.text == "NULL" ? std::optional(false) : std::nullopt;
    } else {
        expected(node, "true or false, without quotes");
    }
}

void yaml_reader::fields(const yaml_node& node, std::string_view what, std::span<const yaml_field> known,
                         const std::function<void()>& clear) {
    if (!spend(node)) {
        return;
    }
    if (is_null(node)) {
        clear();
        return;
    }
    if (!is_a(yaml_node::kind::map, node)) {
        return;
    }
    std::vector<const yaml_node*> first_set(known.size());
    walk_map(
        node,
        [&](const yaml_node& key, const yaml_node& value) {
            const auto name = key_text(key);
            if (!name) {
                return;
            }
            const auto found = std::ranges::find(known, *name, &yaml_field::name);
            if (found == known.end()) {
                unknown_field(key, *name, what, known);
                return;
            }
            auto& first = first_set[static_cast<std::size_t>(found - known.begin())];
            if (first != nullptr) {
                error(key, *name + " is set twice; expected it once (it is set in line " +
                               std::to_string(line_of(*first)) + " already)");
                return;
            }
            first = &key;
            const step inside(*this, (path_.empty() ? "" : ".") + *name, value);
            found->read(value);
        },
        [&](const yaml_node& merged) { fields(merged, what, known, clear); });
}

void yaml_reader::walk_map(const yaml_node& node,
                           const std::function<void(const yaml_node& key, const yaml_node& value)>& entry,
                           const read_value& merged) {
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
        const auto& key = *node.children[i].node;
        if (is_merge(key) && !node.children[i].by_alias) {
            merge(node.children[i + 1], merged);
        } else {
            entry(key, *node.children[i + 1].node);
        }
    }
}

void yaml_reader::merge(const yaml_use& use, const read_value& read) {
    if (merge_depth_ == deepest_merge) {
        error(*use.node, "merge keys (<<) inside each other more than " + std::to_string(deepest_merge) +
                             " times; expected fewer");
        return;
    }
    ++merge_depth_;
    if (use.node->what == yaml_node::kind::map) {
        read(*use.node);
    } else if (use.node->what == yaml_node::kind::list && !use.by_alias) {
        // Of several maps the first counts most, so it is read last.
        for (auto item = use.node->children.rbegin(); item != use.node->children.rend(); ++item) {
            if (item->node->what == yaml_node::kind::map) {
                read(*item->node);
            } else {
                expected(*item->node, "a map, as it stands behind a merge key (<<)");
            }
        }
    } else {
        expected(*use.node, "a map or a list of maps, as it stands behind a merge key (<<)");
    }
    --merge_depth_;
}

bool yaml_reader::is_merge(const yaml_node& key) {
    const auto meaning =
        key.what == yaml_node::kind::scalar ? meaning_of(key) : std::expected<scalar_meaning, std::string>();
    return meaning && meaning->kind == scalar_kind::merge;
}

std::optional<std::string> yaml_reader::key_text(const yaml_node& key) {
    std::string name;
    return text(key, name) ? std::optional(std::move(name)) : std::nullopt;
}

void yaml_reader::unknown_field(const yaml_node& key, std::string_view name, std::string_view what,
                                std::span<const yaml_field> known) {
    std::vector<std::string_view> names;
    std::string all;
    for (const auto& field : known) {
        names.push_back(field.name);
        all += (all.empty() ? "" : ", ") + std::string(field.name);
    }
    error(key, "unknown field " + in_quotes(name) + " in " + std::string(what) +
                   "; the nearest known one is " + std::string(nearest(name, names)) + " (expected one of " +
                   all + ")");
}

void yaml_reader::expected(const yaml_node& node, std::string_view wanted) {
    const auto name = path_.substr(path_.find_last_of('.') + 1);
    error(node,
          (name.empty() ? "this" : name) + " is " + describe(node) + "; expected " + std::string(wanted));
}

bool yaml_reader::is_a(yaml_node::kind wanted, const yaml_node& node) {
    if (node.what == wanted) {
        return true;
    }
    expected(node, wanted == yaml_node::kind::list ? "a list" : "a map");
    return false;
}

bool yaml_reader::is_null(const yaml_node& node) {
    if (node.what != yaml_node::kind::scalar) {
        return false;
    }
    const auto meaning = meaning_of(node);
    return meaning && meaning->kind == scalar_kind::null;
}

bool yaml_reader::spend(const yaml_node& node) {
    if (gave_up_) {
        return false;
    }
    spent_ += 1 + node.text.size() / 64;
    if (spent_ > limits_.expanded) {
        error(node, "aliases make this file too big; expected fewer aliases to big values");
        gave_up_ = true;
    }
    return !gave_up_;
}

const yaml_node* yaml_reader::value_at(const std::string& path) const {
    const auto found = values_.find(path);
    return found == values_.end() ? nullptr : found->second;
}

const yaml_node* yaml_reader::nearest_value(std::string path) const {
    while (!path.empty()) {
        if (const auto* const found = value_at(path)) {
            return found;
        }
        const auto end = path.find_last_of(".[");
        path.resize(end == std::string::npos ? 0 : end);
    }
    return nullptr;
}

} // namespace barograph::config
