#include "rules/template/evaluator.hpp"
#include "rules/template/format.hpp"

namespace barograph::rules::templates {

namespace {

using std::unexpected;

constexpr std::size_t most_steps = 100'000;
constexpr std::size_t deepest = 500; // of actions and templates inside each other

/// Sets `target` until the end of the scope.
template <typename T>
class scoped {
public:
    scoped(T& target, T during) : target_(target), before_(std::exchange(target, std::move(during))) {}

    ~scoped() { target_ = std::move(before_); }

    scoped(const scoped&) = delete;
    scoped& operator=(const scoped&) = delete;

private:
    T& target_;
    T before_;
};

} // namespace

std::expected<std::string, failure> evaluator::run(const value& data) {
    variables_.assign(1, {"$", data});
    if (auto done = walk(templates_.definitions.find(templates_.root)->second, data); !done)
        return unexpected(std::move(done.error()));
    return std::move(output_);
}

std::unexpected<failure> evaluator::fail(std::size_t offset, std::string message) const {
    return unexpected(failure{std::move(message), offset, certain_});
}

std::optional<failure> evaluator::count_step(std::size_t offset, const value* handed_on) {
    constexpr std::size_t bytes_a_step = 64;
    const auto* const text = handed_on == nullptr ? nullptr : handed_on->as<std::string>();
    steps_ += 1 + (text == nullptr ? 0 : text->size() / bytes_a_step);
    if (steps_ > most_steps)
        return fail(offset, "the template does not end within " + std::to_string(most_steps) + " steps")
            .error();
    return std::nullopt;
}

evaluator::flow_or_failure evaluator::walk(const node_list& nodes, const value& dot) {
    const scoped deeper(depth_, depth_ + 1);
    for (const auto& one : nodes) {
        if (auto failed = count_step(one.offset))
            return unexpected(*std::move(failed));
        if (depth_ > deepest)
            return fail(one.offset, "templates nest more than " + std::to_string(deepest) + " deep");
        const auto done = walk(one, dot);
        if (!done || *done != flow::next)
            return done;
    }
    return flow::next;
}

evaluator::flow_or_failure evaluator::walk(const node& one, const value& dot) {
    if (const auto* const text = std::get_if<text_node>(&one.content)) {
        output_ += text->text;
        if (output_.size() > longest_text)
            return fail(one.offset, too_long());
        return flow::next;
    }
    if (const auto* const action = std::get_if<action_node>(&one.content))
        return walk_action(*action, dot);
    if (const auto* const branch = std::get_if<branch_node>(&one.content))
        return walk_branch(*branch, dot);
    if (const auto* const call = std::get_if<call_node>(&one.content))
        return walk_call(*call, one.offset, dot);
    return std::holds_alternative<break_node>(one.content) ? flow::break_range : flow::continue_range;
}

evaluator::flow_or_failure evaluator::walk_action(const action_node& action, const value& dot) {
    const auto result = evaluate(action.pipe, dot);
    if (!result)
        return unexpected(result.error());
    if (action.pipe.variables.empty())
        if (auto failed = append_output(*result, action.pipe.offset))
            return unexpected(*std::move(failed));
    return flow::next;
}

std::optional<failure> evaluator::append_output(const value& printed, std::size_t offset) {
    depends_on_data_ = depends_on_data_ || printed.depends_on_data();
    if (auto failed = refuse_whole_record(printed, offset))
        return failed;
    if (const auto* const nothing = printed.as<absent>(); nothing == nullptr) {
        append_printed(output_, printed);
    } else if (nothing->key.empty()) {
        output_ += "<no value>";
    } else {
        return failure{"the selector does not name the label " + nothing->key +
                           ", whose value the query needs",
                       offset, false, true};
    }
    if (output_.size() > longest_text)
        return fail(offset, too_long()).error();
    return std::nullopt;
}

evaluator::flow_or_failure evaluator::walk_branch(const branch_node& branch, const value& dot) {
    const auto scope = variables_.size();
    const auto tested = evaluate(branch.pipe, dot);
    if (!tested)
        return unexpected(tested.error());
    const auto by_data = tested->depends_on_data();
    depends_on_data_ = depends_on_data_ || by_data;
    const auto before = certain_;
    if (by_data)
        certain_ = false;
    auto done = branch.kind == branch_kind::range_branch ? walk_range(branch, dot, *tested)
                                                         : walk_condition(branch, dot, *tested);
    // Whichever way the branch went, what it assigned to variables was decided by the data.
    if (by_data)
        certain_ = before && !branch.assigns_variables;
    variables_.resize(scope);
    return done;
}

evaluator::flow_or_failure evaluator::walk_condition(const branch_node& branch, const value& dot,
                                                     const value& tested) {
    if (!is_true(tested))
        return walk(branch.otherwise, dot);
    return walk(branch.body, branch.kind == branch_kind::with_branch ? tested : dot);
}

evaluator::flow_or_failure evaluator::walk_range(const branch_node& branch, const value& dot,
                                                 const value& over) {
    auto visited = false;
    const auto visit = [&](const std::optional<value>& index, value item) {
        visited = true;
        return walk_item(branch, index, item.set_depends_on_data(over.depends_on_data()));
    };
    const auto ended = [](const flow_or_failure& done) { return !done || *done == flow::break_range; };
    if (const auto* const list = over.as<text_list>()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            if (const auto done = visit(value(static_cast<std::int64_t>(i)), value((*list)[i])); ended(done))
                return done ? flow::next : done;
    } else if (const auto* const map = over.as<text_map>()) {
        for (const auto& [key, item] : *map->entries)
            if (const auto done = visit(value(key), value(item)); ended(done))
                return done ? flow::next : done;
    } else if (const auto* const count = over.as<std::int64_t>()) {
        if (branch.pipe.variables.size() > 1)
            return fail(branch.pipe.offset, "a range over a number has one variable, not two");
        for (std::int64_t i = 0; i < *count; ++i)
            if (const auto done = visit(std::nullopt, value(i)); ended(done))
                return done ? flow::next : done;
    } else if (!over.is_absent()) {
        return fail(branch.pipe.offset, "range can't go over a " + std::string(type_name(over)) +
                                            "; expected a list, a map or a number");
    }
    if (visited)
        return flow::next;
    const auto done =
        walk(branch.otherwise, dot); // whose break, as Go has it, ends this range and not an outer one
    return done && *done == flow::break_range ? flow::next : done;
}

evaluator::flow_or_failure evaluator::walk_item(const branch_node& branch, const std::optional<value>& index,
                                                const value& item) {
    if (auto failed = count_step(branch.pipe.offset))
        return unexpected(*std::move(failed));
    const auto& names = branch.pipe.variables;
    const auto scope = variables_.size();
    const auto set = [&](std::size_t which, const value& content) {
        if (branch.pipe.assigns)
            (void)assign(names[which], content, branch.pipe.offset); // as the pipeline did, so it is there
        else
            variables_[scope - names.size() + which].second = content;
    };
    if (!names.empty())
        set(names.size() - 1, item);
    if (names.size() > 1)
        set(0, index.value_or(value()));
    auto done = walk(branch.body, item);
    variables_.resize(scope);
    return done;
}

evaluator::flow_or_failure evaluator::walk_call(const call_node& call, std::size_t offset, const value& dot) {
    const auto called = templates_.definitions.find(call.name);
    if (called == templates_.definitions.end())
        return fail(offset, "template \"" + call.name + "\" is not defined");
    value argument;
    if (call.argument) {
        auto evaluated = evaluate(*call.argument, dot);
        if (!evaluated)
            return unexpected(std::move(evaluated.error()));
        argument = *std::move(evaluated);
    }
    const scoped own_variables(variables_, {{"$", argument}});
    return walk(called->second, argument);
}

} // namespace barograph::rules::templates
