#include "rules/template/parser.hpp"

#include "rules/template/constant.hpp"
#include "rules/template/lexer.hpp"
#include "rules/template/pipeline_parser.hpp"

#include <algorithm>
#include <utility>

namespace barograph::rules::templates {

namespace {

using std::unexpected;

constexpr std::size_t deepest_blocks = 100; // of if, with, range and block

/// How a list of nodes ended.
enum class list_end { template_end, end_action, else_action };

struct parsed_list {
    node_list nodes;
    list_end ended_by;
    std::size_t end_offset; ///< of `end` or `else`
};

/// A template that a later one of the same name may replace.
bool prints_blanks_only(const node_list& nodes) {
    return std::ranges::all_of(nodes, [](const node& one) {
        const auto* const text = std::get_if<text_node>(&one.content);
        return text != nullptr && text->text.find_first_not_of(" \t\n\v\f\r") == std::string::npos;
    });
}

bool assigns_variables(const node_list& nodes);

/// Whether `pipe` assigns to a variable that is declared elsewhere, anywhere inside.
bool assigns_variables(const pipeline& pipe) {
    const auto in_word = [](const word& one) {
        const auto* const paren = std::get_if<paren_word>(&one.content);
        return paren != nullptr && assigns_variables(*paren->inner);
    };
    return pipe.assigns || std::ranges::any_of(pipe.commands, [&](const command& words) {
               return std::ranges::any_of(words, in_word);
           });
}

bool assigns_variables(const node_list& nodes) {
    return std::ranges::any_of(nodes, [](const node& one) {
        if (const auto* const action = std::get_if<action_node>(&one.content))
            return assigns_variables(action->pipe);
        if (const auto* const call = std::get_if<call_node>(&one.content))
            return call->argument && assigns_variables(*call->argument);
        const auto* const branch = std::get_if<branch_node>(&one.content);
        return branch != nullptr && branch->assigns_variables;
    });
}

class parser {
public:
    explicit parser(std::string_view text) : tokens_(tokens_of(text)), pipelines_(tokens_) {}

    std::expected<tree, failure> run(std::string name) {
        auto root = parse_list(true);
        if (!root)
            return unexpected(std::move(root.error()));
        if (root->ended_by != list_end::template_end)
            return unexpected(
                failure{root->ended_by == list_end::end_action
                            ? "unexpected <<end>>; expected an if, with, range, define or block before it"
                            : "unexpected <<else>>; expected an if, with or range before it",
                        root->end_offset});
        if (auto failed = define(name, std::move(root->nodes), 0))
            return unexpected(*std::move(failed));
        parsed_.root = std::move(name);
        return std::move(parsed_);
    }

private:
    using maybe_failure = std::optional<failure>;
    using node_or_failure = std::expected<node, failure>;

    maybe_failure define(const std::string& name, node_list nodes, std::size_t offset) {
        const auto known = parsed_.definitions.find(name);
        if (known == parsed_.definitions.end() || prints_blanks_only(known->second))
            parsed_.definitions[name] = std::move(nodes);
        else if (!prints_blanks_only(nodes))
            return failure{"template \"" + name + "\" is defined twice", offset};
        return std::nullopt;
    }

    /// Nodes up to an `end` or `else`, which is taken up to where its condition would begin, or up to the
    /// template's end.
    std::expected<parsed_list, failure> parse_list(bool is_top_level = false) {
        parsed_list list{{}, list_end::template_end, {}};
        for (;;) {
            const auto& next = tokens_.take();
            if (next.kind == token_kind::end)
                return list;
            if (next.kind == token_kind::text) {
                list.nodes.push_back({next.offset, text_node{std::string(next.text)}});
                continue;
            }
            if (next.kind != token_kind::left_delimiter)
                return token_stream::unexpected(next, "text or <<");
            const auto keyword = tokens_.peek_word();
            if (keyword.kind == token_kind::keyword_end || keyword.kind == token_kind::keyword_else) {
                tokens_.take();
                list.ended_by =
                    keyword.kind == token_kind::keyword_end ? list_end::end_action : list_end::else_action;
                list.end_offset = keyword.offset;
                if (auto failed = parse_end_of_keyword(keyword))
                    return unexpected(*std::move(failed));
                return list;
            }
            if (is_top_level && keyword.kind == token_kind::keyword_define) {
                if (auto failed = parse_define())
                    return unexpected(*std::move(failed));
                continue;
            }
            auto action = parse_action(keyword);
            if (!action)
                return unexpected(std::move(action.error()));
            list.nodes.push_back(*std::move(action));
        }
    }

    /// Nothing may follow `end` and `else`, but `else` an `if` or a `with`, which is left there.
    maybe_failure parse_end_of_keyword(const token& keyword) {
        const auto next = tokens_.peek_word();
        if (keyword.kind == token_kind::keyword_else &&
            (next.kind == token_kind::keyword_if || next.kind == token_kind::keyword_with))
            return std::nullopt;
        return expect_close(std::string(keyword.text));
    }

    maybe_failure expect_close(const std::string& after) {
        const auto& next = tokens_.take_word();
        if (next.kind == token_kind::right_delimiter)
            return std::nullopt;
        return token_stream::unexpected(next, ">> after " + after).error();
    }

    node_or_failure parse_action(const token& first) {
        switch (first.kind) {
        case token_kind::keyword_if:
        case token_kind::keyword_with:
        case token_kind::keyword_range:
            tokens_.take();
            return parse_branch(first);
        case token_kind::keyword_template:
            tokens_.take();
            return parse_call(first);
        case token_kind::keyword_block:
            tokens_.take();
            return parse_block(first);
        case token_kind::keyword_break:
        case token_kind::keyword_continue:
            tokens_.take();
            return parse_loop_exit(first);
        default:
            break;
        }
        auto pipe = pipelines_.parse("an action");
        if (!pipe)
            return unexpected(std::move(pipe.error()));
        return node{pipe->offset, action_node{*std::move(pipe)}};
    }

    node_or_failure parse_loop_exit(const token& keyword) {
        const auto word = std::string(keyword.text);
        if (auto failed = expect_close(word))
            return unexpected(*std::move(failed));
        if (range_depth_ == 0)
            return unexpected(failure{"<<" + word + ">> outside of a range", keyword.offset});
        if (keyword.kind == token_kind::keyword_break)
            return node{keyword.offset, break_node{}};
        return node{keyword.offset, continue_node{}};
    }

    node_or_failure parse_branch(const token& keyword) {
        if (++nesting_ > deepest_blocks)
            return unexpected(failure{"actions nest too deeply", keyword.offset});
        const auto scope = pipelines_.variables().size();
        auto branch = parse_branch_parts(keyword);
        pipelines_.variables().resize(scope);
        --nesting_;
        return branch;
    }

    node_or_failure parse_branch_parts(const token& keyword) {
        const auto is_range = keyword.kind == token_kind::keyword_range;
        auto pipe = pipelines_.parse(std::string(keyword.text), is_range);
        if (!pipe)
            return unexpected(std::move(pipe.error()));
        range_depth_ += is_range ? 1 : 0;
        auto body = parse_body(keyword);
        range_depth_ -= is_range ? 1 : 0;
        if (!body)
            return unexpected(std::move(body.error()));
        branch_node branch{.kind = is_range                                   ? branch_kind::range_branch
                                   : keyword.kind == token_kind::keyword_with ? branch_kind::with_branch
                                                                              : branch_kind::if_branch,
                           .pipe = *std::move(pipe),
                           .body = std::move(body->nodes),
                           .otherwise = {}};
        if (body->ended_by == list_end::else_action) {
            if (auto failed = parse_otherwise(keyword, branch.otherwise))
                return unexpected(*std::move(failed));
        }
        branch.assigns_variables = assigns_variables(branch.pipe) || assigns_variables(branch.body) ||
                                   assigns_variables(branch.otherwise);
        return node{branch.pipe.offset, std::move(branch)};
    }

    std::expected<parsed_list, failure> parse_body(const token& keyword) {
        auto body = parse_list();
        if (body && body->ended_by == list_end::template_end)
            return unexpected(failure{
                "the template ends; expected <<end>> for this " + std::string(keyword.text), keyword.offset});
        return body;
    }

    /// What follows an `else`. An `else if` is an `if` inside the `else` that shares its `end`.
    maybe_failure parse_otherwise(const token& keyword, node_list& otherwise) {
        const auto next = tokens_.peek_word();
        if (next.kind == token_kind::keyword_if || next.kind == token_kind::keyword_with) {
            if (next.kind != keyword.kind)
                return failure{"unexpected else " + std::string(next.text) + " in " +
                                   std::string(keyword.text) + "; expected <<else>>",
                               next.offset};
            tokens_.take();
            auto chained = parse_branch(next);
            if (!chained)
                return std::move(chained.error());
            otherwise.push_back(*std::move(chained));
            return std::nullopt;
        }
        auto list = parse_body(keyword);
        if (!list)
            return std::move(list.error());
        if (list->ended_by != list_end::end_action)
            return failure{"unexpected <<else>>; expected <<end>>", list->end_offset};
        otherwise = std::move(list->nodes);
        return std::nullopt;
    }

    std::expected<std::string, failure> parse_name(const std::string& action) {
        const auto& name = tokens_.take_word();
        if (name.kind != token_kind::string && name.kind != token_kind::raw_string)
            return token_stream::unexpected(name, "a name in quotes after " + action);
        auto content = parse_string_constant(name.text);
        if (!content)
            return unexpected(failure{std::move(content.error()), name.offset});
        return *std::move(content);
    }

    /// The body of a template defined here, which sees no variables but its own.
    maybe_failure parse_definition(const std::string& name, std::size_t offset, const token& keyword) {
        auto outer_variables = std::exchange(pipelines_.variables(), {"$"});
        const auto outer_range = std::exchange(range_depth_, 0);
        auto body = parse_body(keyword);
        pipelines_.variables() = std::move(outer_variables);
        range_depth_ = outer_range;
        if (!body)
            return std::move(body.error());
        if (body->ended_by != list_end::end_action)
            return failure{"unexpected <<else>>; expected <<end>>", body->end_offset};
        return define(name, std::move(body->nodes), offset);
    }

    maybe_failure parse_define() {
        const auto keyword = tokens_.take_word();
        auto name = parse_name("define");
        if (!name)
            return std::move(name.error());
        if (auto failed = expect_close("define"))
            return failed;
        return parse_definition(*name, keyword.offset, keyword);
    }

    node_or_failure parse_call(const token& keyword) {
        auto name = parse_name("template");
        if (!name)
            return unexpected(std::move(name.error()));
        call_node call{*std::move(name), std::nullopt};
        if (tokens_.peek_word().kind == token_kind::right_delimiter) {
            tokens_.take();
        } else {
            auto argument = pipelines_.parse("template");
            if (!argument)
                return unexpected(std::move(argument.error()));
            call.argument = *std::move(argument);
        }
        return node{keyword.offset, std::move(call)};
    }

    /// A define and a call at once.
    node_or_failure parse_block(const token& keyword) {
        auto name = parse_name("block");
        if (!name)
            return unexpected(std::move(name.error()));
        auto argument = pipelines_.parse("block");
        if (!argument)
            return unexpected(std::move(argument.error()));
        if (++nesting_ > deepest_blocks)
            return unexpected(failure{"actions nest too deeply", keyword.offset});
        auto failed = parse_definition(*name, keyword.offset, keyword);
        --nesting_;
        if (failed)
            return unexpected(*std::move(failed));
        return node{keyword.offset, call_node{*std::move(name), *std::move(argument)}};
    }

    token_stream tokens_;
    pipeline_parser pipelines_;
    tree parsed_;
    std::size_t range_depth_ = 0;
    std::size_t nesting_ = 0;
};

} // namespace

std::expected<tree, failure> parse(std::string_view text, std::string name) {
    return parser(text).run(std::move(name));
}

} // namespace barograph::rules::templates
