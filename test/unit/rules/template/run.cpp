#include "test/unit/rules/template/run.hpp"

namespace barograph::test {

using namespace rules::templates;

namespace {

std::shared_ptr<const value> shared(value content) {
    return std::make_shared<const value>(std::move(content));
}

text_map map_of(std::map<std::string, std::string> entries) {
    return {std::make_shared<const std::map<std::string, std::string>>(std::move(entries))};
}

} // namespace

value sample_data() {
    record nested;
    nested.type_name = "test.nested";
    nested.fields = {{"Text", shared("inner")}};
    record data;
    data.type_name = "test.data";
    data.fields = {
        {"Text", shared("queue_depth")},
        {"Empty", shared("")},
        {"Map", shared(map_of({{"a", "1"}, {"b", "2"}}))},
        {"EmptyMap", shared(map_of({}))},
        {"List", shared(text_list{"x", "y", "z"})},
        {"EmptyList", shared(text_list{})},
        {"Nested", shared(std::make_shared<const record>(nested))},
    };
    return std::make_shared<const record>(data);
}

std::string run(std::string_view text) {
    const auto compiled = program::compile(text, "test");
    if (!compiled)
        return "error: " + compiled.error().message;
    const auto result = compiled->run(sample_data());
    return result ? *result : "error: " + result.error().message;
}

} // namespace barograph::test
