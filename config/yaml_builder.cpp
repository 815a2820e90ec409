#include "config/yaml_builder.hpp"

#include "config/scalar_source.hpp"

#include <yaml-cpp/mark.h>

#include <algorithm>
#include <string_view>

namespace barograph::config {

namespace {

std::size_t offset_of(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

/// The word that yaml-cpp took for null: it reports `~` and nothing at all alike, but Go tells them apart.
std::string null_word(std::string_view text, std::size_t offset) {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (text.substr(std::min(offset, text.size())).starts_with(word)) {
            return std::string(word);
        }
    }
    return {};
}

} // namespace

// NOLINTBEGIN(readability-identifier-naming): yaml-cpp's names

void yaml_builder::OnDocumentStart(const YAML::Mark& mark) {
    // yaml-cpp leaves a token it can't place unread and calls it an empty document, again and again.
    if (documents_ > 0 && offset_of(mark) == document_start_) {
        throw refused_document{document_start_,
                               "text that belongs to nothing; expected a map with the rules"};
    }
    ++documents_;
    document_start_ = offset_of(mark);
    anchors_.clear();
}

void yaml_builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    // A file that ends in `---` has an empty second document, which takes nothing away from the first.
    if (documents_ > 1 && open_.empty()) {
        return;
    }
    auto& node = add(yaml_node::kind::scalar, mark, "?", anchor);
    node.text = null_word(document_.text(), node.offset);
    node.complete = true;
}

void yaml_builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end() || !found->second->complete) {
        throw refused_document{offset_of(mark),
                               "the alias stands inside its own anchor; expected it after that value's end"};
    }
    attach({found->second, true});
}

void yaml_builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                            const std::string& value) {
    auto& node = add(yaml_node::kind::scalar, mark, tag, anchor);
    const auto start = content_start(document_.text(), node.offset);
    const char first = start < document_.text().size() ? document_.text()[start] : '\0';
    // yaml-cpp takes quoted text that the end of the file cuts off for whole.
    if ((first == '"' || first == '\'') && !is_closed_quote(document_.text(), start)) {
        throw refused_document{start,
                               "quoted text without an end; expected the closing " + std::string(1, first)};
    }
    // It also knows an escape of YAML 1.2.
    if (const auto slash = first == '"' ? find_escape(document_.text(), start, '/') : std::string_view::npos;
        slash != std::string_view::npos) {
        throw refused_document{slash, "the escape \\/, which YAML 1.1 does not have; expected /"};
    }
    node.text = with_whole_characters(value);
    node.complete = true;
}

void yaml_builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                   YAML::EmitterStyle::value /*style*/) {
    open(add(yaml_node::kind::list, mark, tag, anchor));
}

void yaml_builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value /*style*/) {
    open(add(yaml_node::kind::map, mark, tag, anchor));
}

// NOLINTEND(readability-identifier-naming)

void yaml_builder::finish() {
    if (document_.root_ == nullptr) {
        auto& node = *document_.nodes_.emplace_back(std::make_unique<yaml_node>());
        node.plain = true;
        node.complete = true;
        document_.root_ = &node;
    }
}

yaml_node& yaml_builder::add(yaml_node::kind what, const YAML::Mark& mark, const std::string& tag,
                             YAML::anchor_t anchor) {
    if (documents_ > 1) {
        const bool is_marked = document_.text().substr(document_start_).starts_with("---");
        throw refused_document{
            document_start_,
            is_marked ? "a second YAML document; expected one (prometheus-adapter reads only the first)"
                      : "text behind the end of the YAML document; expected it to line up with the "
                        "keys before it, or nothing"};
    }
    if (document_.nodes_.size() >= limits_.values) {
        throw refused_document{offset_of(mark), "more than " + std::to_string(limits_.values) +
                                                    " values; expected a file of rules"};
    }
    auto& node = *document_.nodes_.emplace_back(std::make_unique<yaml_node>());
    node.what = what;
    node.offset = offset_of(mark);
    // yaml-cpp's own marks for "no tag": ? on a plain scalar or a collection, ! on a quoted scalar or as
    // written.
    node.plain = tag != "!";
    if (tag != "?" && tag != "!") {
        node.tag = tag;
    }
    attach({&node, false});
    if (anchor != YAML::NullAnchor) {
        anchors_[anchor] = &node;
    }
    return node;
}

void yaml_builder::open(yaml_node& node) {
    open_.push_back(&node);
    if (open_.size() > limits_.depth) {
        throw refused_document{node.offset,
                               "more than " + std::to_string(limits_.depth) +
                                   " lists and maps inside each other; expected rules, which need 7"};
    }
}

void yaml_builder::close() {
    open_.back()->complete = true;
    open_.pop_back();
}

void yaml_builder::attach(yaml_use use) {
    if (!open_.empty()) {
        open_.back()->children.push_back(use);
    } else if (document_.root_ == nullptr) {
        document_.root_ = use.node;
    }
}

} // namespace barograph::config
