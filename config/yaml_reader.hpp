#pragma once
#include "config/printable.hpp"
#include "config/problem.hpp"
#include "config/yaml_document.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::config {

using read_value = std::function<void(const yaml_node&)>;

/// A key that a map may have, and what to do with its value.
struct yaml_field {
    std::string_view name;
    read_value read;
};

/// Reads values out of a document the way Go's strict YAML decoding (yaml.v2, UnmarshalStrict) does, so that
/// a file means here what it means to prometheus-adapter: null clears a value, a scalar of any kind is text
/// where text is wanted, merge keys are taken over in the order in which they stand. Everything wrong is
/// collected, nothing thrown.
///
/// While reading it notes where each value stands under its path (`externalRules[0].name.matches`). For one
/// thread; the document must outlive it.
class yaml_reader {
public:
    yaml_reader(std::string file_name, const yaml_document& document, const yaml_limits& limits = {});

    /// False if it could not be read.
    bool text(const yaml_node& node, std::string& out);
    void truth(const yaml_node& node, std::optional<bool>& out);
    [[nodiscard]] static bool is_null(const yaml_node& node);

    /// A map with known keys; `what` names it in messages ("a rule"), `clear` is called for null.
    void fields(const yaml_node& node, std::string_view what, std::span<const yaml_field> known,
                const std::function<void()>& clear);

    /// A list; `read` is called with each item and a fresh element at the end of `out`.
    template <class Item, class Read>
    void list(const yaml_node& node, std::vector<Item>& out, Read read);

    /// A map with free keys; `read` is called with each value and a fresh element.
    template <class Item, class Read>
    void map(const yaml_node& node, std::map<std::string, Item>& out, Read read);

    /// The path of what is being read now, such as `externalRules[2].name`.
    [[nodiscard]] const std::string& path() const { return path_; }

    /// The value that was read at a path; nothing if none was. If a merge key and the map itself both set it,
    /// the later.
    [[nodiscard]] const yaml_node* value_at(const std::string& path) const;
    /// The same, or else what holds it or would hold it.
    [[nodiscard]] const yaml_node* nearest_value(std::string path) const;

    void error(const yaml_node& node, std::string_view message) {
        report(node.offset, message, severity::error);
    }

    void warning(const yaml_node& node, std::string_view message) {
        report(node.offset, message, severity::warning);
    }

    void note(const yaml_node& node, std::string_view message) {
        report(node.offset, message, severity::note);
    }

    void report(std::size_t offset, std::string_view message, severity level);

    [[nodiscard]] const yaml_document& document() const { return document_; }

    [[nodiscard]] const std::string& file_name() const { return file_name_; }

    [[nodiscard]] std::size_t line_of(const yaml_node& node) const {
        return document_.lines().line_at(node.offset);
    }

    /// How many errors were reported by now, repeated ones too.
    [[nodiscard]] std::size_t error_count() const { return error_count_; }

    /// True once there are too many errors or values: nothing more is read, and what was read is not whole.
    [[nodiscard]] bool gave_up() const { return gave_up_; }

    /// All that was reported, sorted, each once (an alias makes one fault be met several times). Past the
    /// limit on problems the rest is dropped; of errors that is said at the end.
    [[nodiscard]] std::vector<problem> problems() const;

private:
    class step;

    struct report_entry {
        std::size_t offset;
        std::string message;
        auto operator<=>(const report_entry&) const = default;
    };

    /// False, with an error said once, when aliases have made this file too big to go on.
    bool spend(const yaml_node& node);
    /// Reports it if not.
    bool is_a(yaml_node::kind wanted, const yaml_node& node);
    static bool is_merge(const yaml_node& key);
    void merge(const yaml_use& use, const read_value& read);
    std::optional<std::string> key_text(const yaml_node& key);
    void walk_map(const yaml_node& node,
                  const std::function<void(const yaml_node& key, const yaml_node& value)>& entry,
                  const read_value& merged);
    void unknown_field(const yaml_node& key, std::string_view name, std::string_view what,
                       std::span<const yaml_field> known);
    void expected(const yaml_node& node, std::string_view wanted);

    std::string file_name_;
    const yaml_document& document_;
    yaml_limits limits_;
    std::map<severity, std::set<report_entry>> reports_;
    std::size_t error_count_ = 0;
    bool gave_up_ = false;
    std::size_t spent_ = 0;
    std::size_t merge_depth_ = 0;
    std::string path_;
    std::map<std::string, const yaml_node*> values_;
};

/// Lengthens the path while a part of a value is read.
class yaml_reader::step {
public:
    step(yaml_reader& reader, const std::string& part, const yaml_node& value)
        : reader_(reader), length_(reader.path_.size()) {
        reader_.path_ += part;
        reader_.values_[reader_.path_] = &value;
    }

    ~step() { reader_.path_.resize(length_); }

    step(const step&) = delete;
    step& operator=(const step&) = delete;

private:
    yaml_reader& reader_;
    std::size_t length_;
};

template <class Item, class Read>
void yaml_reader::list(const yaml_node& node, std::vector<Item>& out, Read read) {
    out.clear();
    if (!spend(node) || is_null(node) || !is_a(yaml_node::kind::list, node)) {
        return;
    }
    for (const auto& item : node.children) {
        const step inside(*this, '[' + std::to_string(out.size()) + ']', *item.node);
        out.emplace_back();
        read(*item.node, out.back());
    }
}

template <class Item, class Read>
void yaml_reader::map(const yaml_node& node, std::map<std::string, Item>& out, Read read) {
    if (!spend(node)) {
        return;
    }
    if (is_null(node)) {
        out.clear();
        return;
    }
    if (!is_a(yaml_node::kind::map, node)) {
        return;
    }
    walk_map(
        node,
        [&](const yaml_node& key, const yaml_node& value) {
            const auto name = key_text(key);
            if (!name) {
                return;
            }
            const step inside(*this, '.' + *name, value);
            Item item;
            read(value, item);
            if (!out.try_emplace(*name, std::move(item)).second) {
                error(key, "the key " + in_quotes(*name) + " is set twice; expected it once");
            }
        },
        [&](const yaml_node& merged) { map(merged, out, read); });
}

} // namespace barograph::config
