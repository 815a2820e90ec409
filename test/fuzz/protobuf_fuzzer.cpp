// Any values and any error, written as protobuf and read again by protozero's reader, which knows nothing of
// how they were written: the same comes back, and the envelope says what it is.
#include "rules/quantity.hpp"
#include "server/protobuf/documents.hpp"
#include "server/timestamp.hpp"

#include <protozero/pbf_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <iostream>
#include <source_location>
#include <string>
#include <string_view>

namespace {

using namespace barograph;
using protozero::pbf_reader;

void require(bool holds, std::source_location at = std::source_location::current()) {
    if (!holds) {
        std::cerr << "line " << at.line() << "\n";
        std::abort();
    }
}

// The object in a body, whose envelope must say that it is a `kind`.
std::string object_in(std::string_view body, std::string_view version, std::string_view kind) {
    require(body.starts_with(std::string_view("k8s\0", 4)));
    body.remove_prefix(4);
    std::string object;
    bool has_object = false;
    for (pbf_reader whole(body.data(), body.size()); whole.next();) {
        if (whole.tag() == 1) {
            pbf_reader type = whole.get_message();
            require(type.next(1) && type.get_string() == version && type.next(2) &&
                    type.get_string() == kind);
        } else if (whole.tag() == 2) {
            require(!has_object);
            has_object = true;
            object = whole.get_string();
        } else {
            require(whole.get_view().empty());
        }
    }
    require(has_object);
    return object;
}

// An item of the list; its quantity must be that of `milli`.
metrics::external_value read_value(pbf_reader item, std::int64_t milli) {
    metrics::external_value value{.metric_name = {}, .labels = std::nullopt};
    value.timestamp = server::no_time;
    std::string quantity;
    while (item.next()) {
        switch (item.tag()) {
        case 1:
            value.metric_name = item.get_string();
            break;
        case 2: {
            if (!value.labels) {
                value.labels.emplace();
            }
            auto& label = value.labels->emplace_back();
            for (pbf_reader pair = item.get_message(); pair.next();) {
                auto& part = pair.tag() == 1 ? label.first : label.second;
                part = pair.get_string();
            }
            break;
        }
        case 3:
            for (pbf_reader time = item.get_message(); time.next();) {
                if (time.tag() == 1) {
                    value.timestamp = time.get_int64();
                } else {
                    require(time.get_int32() == 0);
                }
            }
            break;
        case 4:
            value.window = item.get_int64();
            break;
        case 5:
            for (pbf_reader text = item.get_message(); text.next();) {
                quantity = text.get_string();
            }
            break;
        default:
            std::abort();
        }
    }
    require(quantity == rules::format_quantity(milli));
    // A float64, which a quantity is read through, has no more digits.
    constexpr auto largest_exact = std::int64_t{1} << 53;
    if (milli >= -largest_exact && milli <= largest_exact) {
        require(rules::parse_quantity(quantity) == milli);
    }
    return value;
}

bool same(const metrics::external_value& a, const metrics::external_value& b) {
    // Protobuf has no word for a list that is there and empty.
    const bool labels = a.labels.value_or(decltype(a.labels)::value_type{}) ==
                        b.labels.value_or(decltype(b.labels)::value_type{});
    return a.metric_name == b.metric_name && labels && a.timestamp == b.timestamp && a.window == b.window;
}

void values_round_trip(FuzzedDataProvider& input) {
    constexpr std::size_t most_values = 8;
    constexpr std::size_t longest = 40;
    metrics::value_list values(input.ConsumeIntegralInRange<std::size_t>(0, most_values));
    for (auto& value : values) {
        value.metric_name = input.ConsumeRandomLengthString(longest);
        value.timestamp = input.ConsumeBool() ? input.ConsumeIntegral<std::int64_t>() : server::no_time;
        value.milli = input.ConsumeIntegral<std::int64_t>();
        if (input.ConsumeBool()) {
            value.window = input.ConsumeIntegral<std::int64_t>();
        }
        if (input.ConsumeBool()) {
            value.labels.emplace(input.ConsumeIntegralInRange<std::size_t>(0, most_values));
            for (auto& [name, text] : *value.labels) {
                name = input.ConsumeRandomLengthString(longest);
                text = input.ConsumeRandomLengthString(longest * longest);
            }
        }
    }
    const auto object =
        object_in(server::to_protobuf(values), "external.metrics.k8s.io/v1beta1", "ExternalMetricValueList");
    std::size_t count = 0;
    for (pbf_reader list(object); list.next();) {
        if (list.tag() == 1) {
            list.skip();
            continue;
        }
        require(list.tag() == 2 && count < values.size());
        require(same(values[count], read_value(list.get_message(), values[count].milli)));
        ++count;
    }
    require(count == values.size());
}

void status_round_trip(FuzzedDataProvider& input) {
    constexpr std::size_t longest = 300;
    server::status failure{.code = input.ConsumeIntegralInRange<unsigned>(0, 599),
                           .reason = "InternalError",
                           .message = input.ConsumeRandomLengthString(longest)};
    if (input.ConsumeBool()) {
        failure.details = server::status::subject{};
        failure.details->name = input.ConsumeRandomLengthString(longest);
        failure.details->retry_after_seconds = input.ConsumeIntegral<std::int32_t>();
    }
    const auto object = object_in(server::to_protobuf(failure), "v1", "Status");
    server::status read{.code = 0, .reason = "InternalError", .message = {}};
    for (pbf_reader status(object); status.next();) {
        if (status.tag() == 3) {
            read.message = status.get_string();
        } else if (status.tag() == 4) {
            require(status.get_string() == failure.reason);
        } else if (status.tag() == 5) {
            read.details = server::status::subject{};
            for (pbf_reader details = status.get_message(); details.next();) {
                if (details.tag() == 1) {
                    read.details->name = details.get_string();
                } else if (details.tag() == 5) {
                    read.details->retry_after_seconds = details.get_int32();
                } else {
                    details.skip();
                }
            }
        } else if (status.tag() == 6) {
            read.code = static_cast<unsigned>(status.get_int32());
        } else {
            status.skip();
        }
    }
    require(read.message == failure.message && read.code == failure.code);
    require(read.details.has_value() == failure.details.has_value());
    require(!read.details || (read.details->name == failure.details->name &&
                              read.details->retry_after_seconds == failure.details->retry_after_seconds));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    if (input.ConsumeBool()) {
        values_round_trip(input);
    } else {
        status_round_trip(input);
    }
    return 0;
}
