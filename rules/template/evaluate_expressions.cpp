#include "rules/template/evaluator.hpp"
#include "rules/template/format.hpp"

#include <algorithm>
#include <ranges>

namespace barograph::rules::templates {

namespace {

using std::unexpected;

const record* record_in(const value& used) {
    const auto* const held = used.as<std::shared_ptr<const record>>();
    return held == nullptr ? nullptr : held->get();
}

/// The fields that are asked of a word; null for a word that can have none.
const field_path* fields_of(const word& asked) {
    return std::visit(
        []<typename T>(const T& content) -> const field_path* {
            if constexpr (requires { content.path; })
                return &content.path;
            else
                return nullptr;
        },
        asked.content);
}

std::string count_of_arguments(const function& called, std::size_t given) {
    return "wrong number of arguments for " + std::string(called.name) + ": expected " +
           (called.variadic ? "at least " : "") + std::to_string(called.parameters) + ", found " +
           std::to_string(given);
}

} // namespace

evaluator::value_or_failure evaluator::evaluate(const pipeline& pipe, const value& dot) {
    std::optional<value> result;
    for (const auto& words : pipe.commands) {
        auto next = evaluate(words, dot, result);
        if (!next)
            return next;
        if (auto failed = count_step(words.front().offset, &*next))
            return unexpected(*std::move(failed));
        result = *std::move(next);
    }
    for (const auto& name : pipe.variables) {
        if (!pipe.assigns)
            variables_.emplace_back(name, *result);
        else if (auto failed = assign(name, *result, pipe.offset))
            return unexpected(*std::move(failed));
    }
    return *std::move(result);
}

evaluator::value_or_failure evaluator::evaluate(const command& words, const value& dot,
                                                const std::optional<value>& piped) {
    const auto& first = words.front();
    const auto has_arguments = words.size() > 1 || piped.has_value();
    const auto* const path = fields_of(first);
    const auto has_fields = path != nullptr && !path->empty();
    if (const auto* const called = std::get_if<function_word>(&first.content);
        called != nullptr && !has_fields)
        return call_function(*called, first.offset, &words, dot, piped);
    if (has_arguments && !has_fields)
        return fail(first.offset, "arguments are given to what is no function");
    if (std::holds_alternative<nil_word>(first.content))
        return fail(first.offset, "nil is not a command");
    return evaluate_operand(first, dot, has_arguments);
}

evaluator::value_or_failure evaluator::evaluate_argument(const word& argument, const value& dot) {
    auto evaluated = evaluate_operand(argument, dot, false);
    if (evaluated)
        if (auto failed = count_step(argument.offset, &*evaluated))
            return unexpected(*std::move(failed));
    return evaluated;
}

/// `has_arguments`: whether something is given to it as if it were a function, which no field is.
evaluator::value_or_failure evaluator::evaluate_operand(const word& operand, const value& dot,
                                                        bool has_arguments) {
    const auto base = evaluate_base(operand, dot);
    const auto* const path = fields_of(operand);
    if (!base || path == nullptr)
        return base;
    return follow(*base, *path, operand.offset, has_arguments);
}

/// The operand without its fields.
evaluator::value_or_failure evaluator::evaluate_base(const word& operand, const value& dot) {
    const auto& content = operand.content;
    if (const auto* const constant = std::get_if<constant_word>(&content))
        return constant->content;
    if (const auto* const named = std::get_if<variable_word>(&content))
        return variable_value(named->name, operand.offset);
    if (const auto* const called = std::get_if<function_word>(&content))
        return call_function(*called, operand.offset, nullptr, dot, std::nullopt);
    if (const auto* const paren = std::get_if<paren_word>(&content))
        return evaluate(*paren->inner, dot);
    if (std::holds_alternative<nil_word>(content))
        return value();
    return dot; // itself, or what a field is asked of
}

/// `words` are those of the command that the function begins; null when the function is itself an argument.
evaluator::value_or_failure evaluator::call_function(const function_word& called, std::size_t offset,
                                                     const command* words, const value& dot,
                                                     const std::optional<value>& piped) {
    const auto& target = *called.called;
    const auto written = words == nullptr ? 0 : words->size() - 1;
    const auto given = written + (piped ? 1 : 0);
    if (given < target.parameters || (!target.variadic && given > target.parameters))
        return fail(offset, count_of_arguments(target, given));
    if (target.kind != call_kind::ordinary)
        return choose(target, words, dot, piped);

    std::vector<value> arguments;
    arguments.reserve(given);
    for (std::size_t i = 1; i <= written; ++i) {
        auto argument = evaluate_argument((*words)[i], dot);
        if (!argument)
            return argument;
        arguments.push_back(*std::move(argument));
    }
    if (piped)
        arguments.push_back(*piped);
    const auto by_data = std::ranges::any_of(arguments, &value::depends_on_data);
    const auto other_types = std::ranges::any_of(arguments, &value::may_be_absent);
    if (target.first_is_string && arguments.front().as<std::string>() == nullptr)
        return fail(offset, "wrong type for the first argument of " + std::string(target.name) +
                                ": expected a string, found " + std::string(type_name(arguments.front())));
    for (const auto& argument : arguments)
        if (auto failed = refuse_whole_record(argument, offset))
            return unexpected(*std::move(failed));

    auto result = target.run(arguments);
    if (!result) {
        auto failed =
            fail(offset, "error calling " + std::string(target.name) + ": " + result.error().message);
        if (other_types || (by_data && result.error().of_content))
            failed.error().certain = false;
        return failed;
    }
    if (const auto* const text = result->as<std::string>(); text != nullptr && text->size() > longest_text)
        return fail(offset, too_long());
    result->set_depends_on_data(by_data);
    return *std::move(result);
}

/// `and` and `or`.
evaluator::value_or_failure evaluator::choose(const function& chooser, const command* words, const value& dot,
                                              const std::optional<value>& piped) {
    const auto stops_at = chooser.kind == call_kind::any_true;
    auto by_data = false;
    value chosen;
    for (const auto& argument : *words | std::views::drop(1)) {
        auto evaluated = evaluate_argument(argument, dot);
        if (!evaluated)
            return evaluated;
        chosen = *std::move(evaluated);
        by_data = by_data || chosen.depends_on_data();
        // From here on the data decide which argument counts, and so which types meet.
        if (by_data)
            certain_ = false;
        if (is_true(chosen) == stops_at)
            return chosen.set_depends_on_data(by_data);
    }
    if (piped)
        chosen = *piped;
    return chosen.set_depends_on_data(by_data || chosen.depends_on_data());
}

evaluator::value_or_failure evaluator::follow(const value& from, const field_path& path, std::size_t offset,
                                              bool has_arguments) {
    value_or_failure at = from;
    for (std::size_t i = 0; at && i < path.size(); ++i)
        at = field_of(*at, path[i], offset, has_arguments && i + 1 == path.size());
    return at;
}

evaluator::value_or_failure evaluator::field_of(const value& of, const std::string& name, std::size_t offset,
                                                bool has_arguments) {
    if (of.is_absent())
        return of;
    if (const auto* const structure = record_in(of)) {
        for (const auto* const members : {&structure->methods, &structure->fields}) {
            const auto found = std::ranges::find(*members, name, &record::field::name);
            if (found == members->end())
                continue;
            if (has_arguments)
                return fail(offset, "." + name + " takes no arguments");
            if (structure->refused_field == name)
                return unexpected(failure{structure->refusal, offset, false, true});
            return *found->content;
        }
        std::string known;
        for (const auto& field : structure->fields)
            known += (known.empty() ? "." : ", .") + std::string(field.name);
        return fail(offset, "unknown field ." + name + "; expected one of " + known);
    }
    if (const auto* const map = of.as<text_map>()) {
        if (has_arguments)
            return fail(offset, "." + name + " takes no arguments");
        const auto found = map->entries->find(name);
        value result = found != map->entries->end() ? value(found->second)
                       : map->any_other             ? value(*map->any_other)
                                                    : value(absent{name});
        return result.set_depends_on_data(of.depends_on_data()).set_may_be_absent(map->any_other.has_value());
    }
    if (of.may_be_absent())
        return unexpected(failure{"." + name + " is asked of a text, which has no fields", offset, false});
    return fail(offset,
                "." + name + " is asked of a " + std::string(type_name(of)) + ", which has no fields");
}

evaluator::value_or_failure evaluator::variable_value(std::string_view name, std::size_t offset) {
    const auto newest_first = std::views::reverse(variables_);
    const auto found = std::ranges::find(newest_first, name, &variable::first);
    if (found == newest_first.end())
        return fail(offset, "variable " + std::string(name) + " has no value yet");
    return found->second;
}

std::optional<failure> evaluator::assign(std::string_view name, const value& assigned, std::size_t offset) {
    const auto newest_first = std::views::reverse(variables_);
    const auto found = std::ranges::find(newest_first, name, &variable::first);
    if (found == newest_first.end())
        return fail(offset,
                    "variable " + std::string(name) + " is assigned but nowhere declared; expected :=")
            .error();
    found->second = assigned;
    return std::nullopt;
}

/// A record is used as a whole, although one of its fields has no content.
std::optional<failure> evaluator::refuse_whole_record(const value& used, std::size_t offset) const {
    const auto* const structure = record_in(used);
    if (structure == nullptr || structure->refused_field.empty())
        return std::nullopt;
    return failure{structure->refusal, offset, false, true};
}

} // namespace barograph::rules::templates
