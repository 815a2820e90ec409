#pragma once
#include "rules/template/failure.hpp"
#include "rules/template/function.hpp"
#include "rules/template/node.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::rules::templates {

/// Runs a tree once, as Go's text/template/exec does. Bounded in steps, depth and output, so that every run
/// ends.
///
/// It also knows, for trying out a template: whether anything that depends on the data decided what came out,
/// and, for a failure, whether other data could have avoided it.
class evaluator {
public:
    explicit evaluator(const tree& templates) : templates_(templates) {}

    /// The text that the root template gives for `data`.
    [[nodiscard]] std::expected<std::string, failure> run(const value& data);

    /// After `run`: whether other data could give another text.
    [[nodiscard]] bool depends_on_data() const { return depends_on_data_; }

private:
    enum class flow { next, break_range, continue_range };
    using flow_or_failure = std::expected<flow, failure>;
    using value_or_failure = std::expected<value, failure>;
    using variable = std::pair<std::string_view, value>;

    // statements
    flow_or_failure walk(const node_list& nodes, const value& dot);
    flow_or_failure walk(const node& one, const value& dot);
    flow_or_failure walk_action(const action_node& action, const value& dot);
    flow_or_failure walk_branch(const branch_node& branch, const value& dot);
    flow_or_failure walk_condition(const branch_node& branch, const value& dot, const value& tested);
    flow_or_failure walk_range(const branch_node& branch, const value& dot, const value& over);
    flow_or_failure walk_item(const branch_node& branch, const std::optional<value>& index,
                              const value& item);
    flow_or_failure walk_call(const call_node& call, std::size_t offset, const value& dot);
    std::optional<failure> append_output(const value& printed, std::size_t offset);

    // expressions
    value_or_failure evaluate(const pipeline& pipe, const value& dot);
    value_or_failure evaluate(const command& words, const value& dot, const std::optional<value>& piped);
    value_or_failure evaluate_argument(const word& argument, const value& dot);
    value_or_failure evaluate_operand(const word& operand, const value& dot, bool has_arguments);
    value_or_failure evaluate_base(const word& operand, const value& dot);
    value_or_failure call_function(const function_word& called, std::size_t offset, const command* words,
                                   const value& dot, const std::optional<value>& piped);
    value_or_failure choose(const function& chooser, const command* words, const value& dot,
                            const std::optional<value>& piped);
    value_or_failure follow(const value& from, const field_path& path, std::size_t offset,
                            bool has_arguments);
    value_or_failure field_of(const value& of, const std::string& name, std::size_t offset,
                              bool has_arguments);
    value_or_failure variable_value(std::string_view name, std::size_t offset);
    std::optional<failure> assign(std::string_view name, const value& assigned, std::size_t offset);
    std::optional<failure> refuse_whole_record(const value& used, std::size_t offset) const;

    [[nodiscard]] std::unexpected<failure> fail(std::size_t offset, std::string message) const;
    /// Counts a step; one that hands a long text on counts as several.
    [[nodiscard]] std::optional<failure> count_step(std::size_t offset, const value* handed_on = nullptr);

    const tree& templates_;
    std::string output_;
    std::vector<variable> variables_;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    bool certain_ = true; ///< nothing that depends on the data decided that this place was reached
    bool depends_on_data_ = false;
};

} // namespace barograph::rules::templates
