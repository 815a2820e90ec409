#include "rules/template_data.hpp"

#include <utility>

namespace barograph::rules {

namespace {

using templates::record;
using templates::value;

std::shared_ptr<const value> from_data(value content) {
    return std::make_shared<const value>(std::move(content.set_depends_on_data(true)));
}

std::shared_ptr<const value> always(value content) {
    return std::make_shared<const value>(std::move(content));
}

record query_record(std::string_view series, std::string matchers, templates::text_map values) {
    record data;
    data.type_name = "naming.queryTemplateArgs";
    data.fields = {
        {"Series", from_data(std::string(series))},
        {"LabelMatchers", from_data(std::move(matchers))},
        {"LabelValuesByName", from_data(std::move(values))},
        {"GroupBy", always(std::string())},
        {"GroupBySlice", always(templates::text_list())},
    };
    return data;
}

templates::text_map map_of(std::map<std::string, std::string> entries) {
    return {std::make_shared<const std::map<std::string, std::string>>(std::move(entries))};
}

} // namespace

value query_template_data(std::string_view series, const query_data& data) {
    auto filled = query_record(series, data.matchers.value_or(""), map_of(data.values));
    if (!data.matchers) {
        filled.refused_field = "LabelMatchers";
        filled.refusal = data.matchers.error().message;
    }
    return std::make_shared<const record>(std::move(filled));
}

value representative_query_data() {
    auto values = map_of({{"label", "value"}});
    values.any_other = "value";
    return std::make_shared<const record>(query_record("series_name", "label=\"value\"", std::move(values)));
}

value resource_template_data(std::string_view group, std::string_view resource) {
    const std::string group_text(group);
    const std::string resource_text(resource);
    record data;
    data.type_name = "schema.GroupResource";
    data.text = group.empty() ? resource_text : resource_text + "." + group_text;
    data.fields = {{"Group", always(group_text)}, {"Resource", always(resource_text)}};
    data.methods = {{"String", always(*data.text)}, {"Empty", always(group.empty() && resource.empty())}};
    return std::make_shared<const record>(std::move(data));
}

} // namespace barograph::rules
