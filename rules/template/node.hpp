#pragma once
#include "rules/template/value.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The syntax tree of a template. Plain values; `offset` is a byte in the template's text.
namespace barograph::rules::templates {

struct function;
struct pipeline;

using field_path = std::vector<std::string>;

struct dot_word {};

struct nil_word {};

struct constant_word {
    value content;
};

struct field_word {
    field_path path; ///< .A.B, never empty
};

struct variable_word {
    std::string name; ///< with its $
    field_path path;
};

struct function_word {
    const function* called;
    field_path path;
};

struct paren_word {
    std::unique_ptr<const pipeline> inner;
    field_path path;
};

/// One word of a command.
struct word {
    std::size_t offset;
    std::variant<dot_word, nil_word, constant_word, field_word, variable_word, function_word, paren_word>
        content;
};

using command = std::vector<word>; // never empty

struct pipeline {
    std::size_t offset;
    std::vector<std::string> variables; ///< declared or assigned, in the written order; at most two
    bool assigns = false;               ///< = instead of :=
    std::vector<command> commands;      ///< never empty
};

struct node;
using node_list = std::vector<node>;

struct text_node {
    std::string text;
};

struct action_node {
    pipeline pipe;
};

enum class branch_kind { if_branch, with_branch, range_branch };

struct branch_node {
    branch_kind kind;
    pipeline pipe;
    node_list body;
    node_list otherwise;
    bool assigns_variables = false; ///< somewhere in either part, or in `pipe`
};

struct call_node {
    std::string name;
    std::optional<pipeline> argument;
};

struct break_node {};

struct continue_node {};

/// One piece of a template's body.
struct node {
    std::size_t offset;
    std::variant<text_node, action_node, branch_node, call_node, break_node, continue_node> content;
};

/// A template and all that are defined in it.
struct tree {
    std::map<std::string, node_list, std::less<>> definitions; ///< by name
    std::string root;                                          ///< the name of the one to run
};

} // namespace barograph::rules::templates
