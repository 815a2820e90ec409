#pragma once
#include "config/problem.hpp"
#include "config/source_text.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A YAML file as a tree that remembers where everything stands. Unlike yaml-cpp's own nodes it keeps
/// repeated keys, quoting and aliases apart, which strict checks need.
namespace barograph::config {

/// Bounds on what a file may hold; past them it is refused with a problem that names the bound.
struct yaml_limits {
    std::size_t bytes = std::size_t{4} << 20U; ///< of the file; a ConfigMap holds 1 MiB
    std::size_t depth = 64;                    ///< of lists and maps inside each other; a rule file needs 7
    std::size_t values = 250'000;              ///< written in the file; a rule has about 20
    std::size_t expanded = 1'000'000; ///< values read and 64-byte pieces of their text, aliases followed
    std::size_t problems = 500;       ///< reported; nobody reads more
};

struct yaml_node;

/// A place in a tree where a node is used: itself or through an alias.
struct yaml_use {
    const yaml_node* node = nullptr;
    bool by_alias = false;
};

/// One value. Lives as long as its document.
struct yaml_node {
    enum class kind { scalar = 1, list, map };

    kind what = kind::scalar;
    std::size_t offset = 0; ///< where it starts in the text, its anchor and tag included
    std::string text;       ///< a scalar's value, unquoted and unfolded
    std::string tag;        ///< as written, `!!x` in its long form; empty: none
    bool plain = false;     ///< a scalar without quotes, which may mean a number, a truth value or null
    bool complete = false;  ///< a list or map whose end has been read
    std::vector<yaml_use> children; ///< a list's items; a map's keys and values in turn
};

/// The only document of a YAML file. Movable, not copyable: nodes point to each other. Keeps a view of the
/// text, which must outlive it.
class yaml_document {
public:
    /// Errors: not UTF-8, over a limit, not YAML, an alias inside its own anchor, a second document, a %YAML
    /// other than 1.1.
    static std::expected<yaml_document, problem> parse(std::string_view file_name, std::string_view text,
                                                       const yaml_limits& limits = {});

    yaml_document(yaml_document&&) = default;
    yaml_document& operator=(yaml_document&&) = default;
    yaml_document(const yaml_document&) = delete;
    yaml_document& operator=(const yaml_document&) = delete;
    ~yaml_document() = default;

    /// The empty plain scalar (which is null) for a file without a document.
    [[nodiscard]] const yaml_node& root() const { return *root_; }

    /// What yaml_node::offset counts in: the file without its byte order mark.
    [[nodiscard]] std::string_view text() const { return text_; }

    [[nodiscard]] const line_index& lines() const { return lines_; }

private:
    friend class yaml_builder;

    explicit yaml_document(std::string_view text) : text_(text), lines_(text) {}

    std::string_view text_;
    line_index lines_;
    std::vector<std::unique_ptr<yaml_node>> nodes_;
    const yaml_node* root_ = nullptr;
};

} // namespace barograph::config
