#include "test/vectors/run.hpp"

#include "test/vectors/groups.hpp"

#include <algorithm>
#include <exception>
#include <ostream>
#include <stdexcept>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

/// Writes lines and counts them.
class report {
public:
    explicit report(std::ostream& out) : out_(&out) {}

    void add(const std::string& group, const json& name, verdict outcome, const json& got) {
        nlohmann::ordered_json line{{"group", group}, {"name", name}, {"ok", nullptr}, {"got", got}};
        if (outcome != verdict::not_compared) {
            line["ok"] = outcome == verdict::passed;
            ++(outcome == verdict::passed ? counted_.passed : counted_.failed);
        }
        *out_ << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    }

    void add_malformed(const std::string& group, const json& name, const std::string& why) {
        add(group, name, verdict::failed, failed(why));
    }

    [[nodiscard]] totals counted() const { return counted_; }

private:
    std::ostream* out_;
    totals counted_;
};

void require_form(const json& recorded) {
    if (!recorded.is_object()) {
        throw std::invalid_argument("expected an object");
    }
    if (!recorded.contains("name") || !recorded["name"].is_string()) {
        throw std::invalid_argument("expected a name");
    }
    if (!recorded.contains("input") || !recorded["input"].is_object()) {
        throw std::invalid_argument("expected an input, an object");
    }
    if (recorded.contains("want") == recorded.contains("error")) {
        throw std::invalid_argument("expected either want or error");
    }
    for (const auto* text : {"error", "stage", "defect"}) {
        if (recorded.contains(text) && !recorded[text].is_string()) {
            throw std::invalid_argument("expected a text as " + std::string(text));
        }
    }
}

json name_of(const json& recorded) {
    const bool has_name = recorded.is_object() && recorded.contains("name") && recorded["name"].is_string();
    return has_name ? recorded["name"] : json(nullptr);
}

std::string unknown_group() {
    std::string names;
    for (const auto& known : groups()) {
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    return "unknown group; known are " + names;
}

void run_case(const std::string& name, const json& recorded, report& lines) {
    const auto known = std::ranges::find(groups(), name, &group::name);
    if (known == groups().end()) {
        lines.add_malformed(name, name_of(recorded), unknown_group());
        return;
    }
    try {
        require_form(recorded);
        const auto result = compare(name, known->answer, recorded, known->same_message, known->form);
        lines.add(name, result.name, result.outcome, result.got);
    } catch (const std::exception& failure) {
        lines.add_malformed(name, name_of(recorded), std::string("malformed case: ") + failure.what());
    }
}

} // namespace

totals run(const json& recording, std::ostream& out) {
    report lines(out);
    for (const auto& [name, cases] : recording.items()) {
        if (!cases.is_array()) {
            lines.add_malformed(name, nullptr, "malformed group: expected an array of cases");
            continue;
        }
        for (const auto& recorded : cases) {
            run_case(name, recorded, lines);
        }
    }
    return lines.counted();
}

} // namespace barograph::test::vectors
