#include "rules/quantity.hpp"
#include "server/protobuf/documents.hpp"
#include "server/protobuf/envelope.hpp"
#include "server/timestamp.hpp"

namespace barograph::server {

namespace {

using protozero::pbf_builder;
using protozero::pbf_tag_type;

enum class value_list_field : pbf_tag_type { metadata = 1, items = 2 };
enum class item_field : pbf_tag_type { metric_name = 1, labels = 2, timestamp = 3, window = 4, value = 5 };
enum class label_field : pbf_tag_type { name = 1, value = 2 };
enum class time_field : pbf_tag_type { seconds = 1, nanos = 2 };
enum class quantity_field : pbf_tag_type { text = 1 };

// Generous, so that a list is written without growing its memory.
std::size_t expected_size(const metrics::value_list& values) {
    constexpr std::size_t fixed = 64;
    constexpr std::size_t per_label = 16;
    std::size_t size = fixed;
    for (const auto& value : values) {
        size += fixed + value.metric_name.size();
        if (value.labels) {
            for (const auto& [name, text] : *value.labels) {
                size += per_label + name.size() + text.size();
            }
        }
    }
    return size;
}

void add_time(pbf_builder<item_field>& item, std::int64_t seconds) {
    if (seconds == no_time) {
        protobuf::add_empty_message(item, item_field::timestamp);
        return;
    }
    pbf_builder<time_field> time(item, item_field::timestamp);
    time.add_int64(time_field::seconds, seconds);
    time.add_int32(time_field::nanos, 0); // Kubernetes' times have whole seconds only
}

void add_item(pbf_builder<value_list_field>& list, const metrics::external_value& value) {
    pbf_builder<item_field> item(list, value_list_field::items);
    protobuf::add_text(item, item_field::metric_name, value.metric_name);
    if (value.labels) {
        for (const auto& [name, text] : *value.labels) {
            pbf_builder<label_field> label(item, item_field::labels);
            protobuf::add_text(label, label_field::name, name);
            protobuf::add_text(label, label_field::value, text);
        }
    }
    add_time(item, value.timestamp);
    if (value.window) {
        item.add_int64(item_field::window, *value.window);
    }
    pbf_builder<quantity_field> quantity(item, item_field::value);
    protobuf::add_text(quantity, quantity_field::text, rules::format_quantity(value.milli));
}

} // namespace

std::string to_protobuf(const metrics::value_list& values) {
    return protobuf::envelope<value_list_field>(external_metrics.text(), "ExternalMetricValueList",
                                                expected_size(values), false, [&values](auto& list) {
                                                    protobuf::add_list_meta(list, value_list_field::metadata);
                                                    for (const auto& value : values) {
                                                        add_item(list, value);
                                                    }
                                                });
}

} // namespace barograph::server
