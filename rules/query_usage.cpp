#include "rules/query_usage.hpp"

#include <algorithm>

namespace barograph::rules {

namespace templates {
namespace {

class usage_finder {
public:
    query_usage find(const tree& syntax) {
        for (const auto& [name, nodes] : syntax.definitions)
            visit(nodes, true);
        found_.series_only_printed = series_mentions_ == series_printed_;
        return found_;
    }

private:
    /// `dot_may_be_all`: the dot may be the whole data here.
    void visit(const node_list& nodes, bool dot_may_be_all) {
        for (const auto& one : nodes) {
            if (const auto* const action = std::get_if<action_node>(&one.content)) {
                visit(action->pipe, dot_may_be_all);
                series_printed_ += prints_series(action->pipe) ? 1U : 0U;
            } else if (const auto* const branch = std::get_if<branch_node>(&one.content)) {
                visit(branch->pipe, dot_may_be_all);
                // In the body of a with or a range the dot is what the pipeline gave, which was looked at
                // already.
                visit(branch->body, dot_may_be_all && branch->kind == branch_kind::if_branch);
                visit(branch->otherwise, dot_may_be_all);
            } else if (const auto* const call = std::get_if<call_node>(&one.content)) {
                if (call->argument &&
                    !is_bare(*call->argument)) // what is handed on is looked at where it is used
                    visit(*call->argument, dot_may_be_all);
            }
        }
    }

    void visit(const pipeline& pipe, bool dot_may_be_all) {
        for (const auto& words : pipe.commands)
            for (const auto& one : words)
                visit(one, dot_may_be_all);
    }

    void visit(const word& one, bool dot_may_be_all) {
        if (std::holds_alternative<dot_word>(one.content)) {
            if (dot_may_be_all)
                use_all();
        } else if (const auto* const named = std::get_if<variable_word>(&one.content)) {
            if (named->path.empty() && named->name == "$")
                use_all();
            mention(named->path);
        } else if (const auto* const field = std::get_if<field_word>(&one.content)) {
            mention(field->path);
        } else if (const auto* const paren = std::get_if<paren_word>(&one.content)) {
            visit(*paren->inner, dot_may_be_all);
            mention(paren->path);
        }
    }

    void mention(const field_path& path) {
        const auto has = [&](const char* name) { return std::ranges::find(path, name) != path.end(); };
        if (has("Series")) {
            found_.series = true;
            ++series_mentions_;
        }
        found_.matchers = found_.matchers || has("LabelMatchers");
        found_.values = found_.values || has("LabelValuesByName");
    }

    void use_all() {
        found_.series = found_.matchers = found_.values = true;
        ++series_mentions_;
    }

    static const word* only_word(const pipeline& pipe) {
        if (!pipe.variables.empty() || pipe.commands.size() != 1 || pipe.commands.front().size() != 1)
            return nullptr;
        return &pipe.commands.front().front();
    }

    /// The whole dot or the whole data, and nothing done with it.
    static bool is_bare(const pipeline& pipe) {
        const auto* const only = only_word(pipe);
        if (only == nullptr)
            return false;
        const auto* const named = std::get_if<variable_word>(&only->content);
        return std::holds_alternative<dot_word>(only->content) ||
               (named != nullptr && named->name == "$" && named->path.empty());
    }

    static bool prints_series(const pipeline& pipe) {
        const auto* const only = only_word(pipe);
        if (only == nullptr)
            return false;
        const field_path series{"Series"};
        if (const auto* const field = std::get_if<field_word>(&only->content))
            return field->path == series;
        const auto* const named = std::get_if<variable_word>(&only->content);
        return named != nullptr && named->path == series;
    }

    query_usage found_;
    std::size_t series_mentions_ = 0;
    std::size_t series_printed_ = 0;
};

} // namespace
} // namespace templates

query_usage usage_of(const templates::tree& syntax) {
    return templates::usage_finder().find(syntax);
}

} // namespace barograph::rules
