#include "prometheus/instant_query.hpp"

#include "prometheus/sample_value.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace barograph::prometheus {

namespace {

// The years 1 to 9999, which is what RFC 3339 can write.
constexpr std::int64_t first_second = -62'135'596'800;
constexpr std::int64_t last_second = 253'402'300'799;

// Unix time with up to nine decimals, as Prometheus writes it; an exponent is not its form.
std::optional<std::int64_t> whole_seconds(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || seconds <= first_second || seconds > last_second) {
        return std::nullopt;
    }
    const auto rest = text.substr(static_cast<std::size_t>(stop - text.data()));
    if (rest.empty()) {
        return seconds;
    }
    if (rest.front() != '.' || rest.find_first_not_of("0123456789", 1) != std::string_view::npos) {
        return std::nullopt;
    }
    // The fraction is dropped; only of -0.5 it tells that this is before 1970. Prometheus has milliseconds.
    constexpr std::size_t point_and_milliseconds = 4;
    const bool has_fraction =
        rest.substr(0, point_and_milliseconds).find_first_not_of('0', 1) != std::string_view::npos;
    return seconds == 0 && text.front() == '-' && has_fraction ? -1 : seconds;
}

// A sample while its members come in.
struct sample_reader {
    sample read;
    bool has_time = false;
    bool has_value = false;
    bool has_labels = false;
    bool has_pair = false;

    [[nodiscard]] bool complete() const {
        return (read.is_histogram || (has_time && has_value)) && has_unique_labels();
    }

    [[nodiscard]] bool has_unique_labels() const {
        std::vector<std::string_view> names;
        names.reserve(read.labels.size());
        for (const auto& [name, value] : read.labels) {
            names.emplace_back(name);
        }
        std::ranges::sort(names);
        return std::ranges::adjacent_find(names) == names.end();
    }

    // An element of the pair [time, "value"]; what may follow these two is not looked at.
    bool pair_element(std::size_t index, json_kind kind, std::string_view text) {
        if (index == 0 && kind == json_kind::number) {
            const auto seconds = whole_seconds(text);
            read.timestamp = seconds.value_or(0);
            has_time = seconds.has_value();
            return has_time;
        }
        if (index == 1 && kind == json_kind::string) {
            auto value = sample_value(text);
            has_value = value.has_value();
            read.value = std::move(value).value_or("");
            return has_value;
        }
        return index > 1;
    }
};

class instant_query_reader final : public answer_reader {
public:
    [[nodiscard]] std::optional<query_result> result() {
        // Prometheus may name the type after the result, so the shapes are compared only now.
        query_result done{.type = result_type::vector, .samples = {}, .warnings = std::move(warnings)};
        if (type_ == "vector" && result_is_array_ && !has_scalar_) {
            for (auto& sample : samples_) {
                if (!sample.complete()) {
                    return std::nullopt;
                }
                done.samples.push_back(std::move(sample.read));
            }
            return done;
        }
        if (type_ == "scalar" && samples_.empty() && scalar_.complete()) {
            done.type = result_type::scalar;
            done.samples.push_back(std::move(scalar_.read));
            return done;
        }
        if (type_ == "string") {
            done.type = result_type::string;
            return done;
        }
        if (type_ == "matrix" && result_is_list_ && !has_scalar_) {
            done.type = result_type::matrix;
            return done;
        }
        return std::nullopt;
    }

private:
    bool data(const json_path& path, json_kind kind, std::string_view text) override {
        if (path.depth() == 1) {
            return kind == json_kind::object || kind == json_kind::null;
        }
        if (path.is({"data", "resultType"})) {
            if (!type_.empty()) {
                return false;
            }
            type_ = text;
        } else if (path.is({"data", "result"})) {
            result_is_array_ = kind == json_kind::array;
            result_is_list_ = result_is_array_ || kind == json_kind::null;
            return !std::exchange(has_result_, true);
        } else if (path.is({"data", "result", "#"})) {
            return element(path[2].index, kind, text);
        } else if (path.starts_with({"data", "result", "#", "*"}) && path[3].key != "values") {
            return member(path, kind, text);
        }
        return true;
    }

    bool element(std::size_t index, json_kind kind, std::string_view text) {
        if (kind == json_kind::object) {
            samples_.emplace_back();
            return true;
        }
        has_scalar_ = true;
        // A string result has the same shape as a scalar and is told apart by the type, so neither is judged
        // here.
        scalar_.pair_element(index, kind, text);
        return kind == json_kind::number || kind == json_kind::string;
    }

    bool member(const json_path& path, json_kind kind, std::string_view text) {
        auto& sample = samples_.back();
        if (path.is({"data", "result", "#", "metric"})) {
            const bool is_map = kind == json_kind::object || kind == json_kind::null;
            return is_map && !std::exchange(sample.has_labels, true);
        }
        if (path.is({"data", "result", "#", "metric", "*"})) {
            // null is the empty text, as in Go, and an empty label is one that is not there.
            sample.read.labels.emplace_back(path[4].key, text);
            return kind == json_kind::string || kind == json_kind::null;
        }
        if (path.is({"data", "result", "#", "value"})) {
            return kind == json_kind::array && !std::exchange(sample.has_pair, true);
        }
        if (path.is({"data", "result", "#", "value", "#"})) {
            return sample.pair_element(path[4].index, kind, text);
        }
        if (path.is({"data", "result", "#", "histogram"})) {
            sample.read.is_histogram = true;
        }
        if (path.is({"data", "result", "#", "histogram", "#"}) && path[4].index == 0) {
            sample.read.timestamp = whole_seconds(text).value_or(0);
        }
        return true;
    }

    std::string type_;
    bool has_result_ = false;
    bool result_is_array_ = false;
    bool result_is_list_ = false; // an array, or null in the place of one
    bool has_scalar_ = false;
    std::vector<sample_reader> samples_;
    sample_reader scalar_;
};

class instant_query_decoder final : public answer_decoder<query_result> {
public:
    void write(std::string_view piece) override { reader_.write(piece); }

    std::expected<query_result, error> finish(const net::http_response& response,
                                              const std::string& where) override {
        if (auto failure = read_answer(response, reader_, where)) {
            return std::unexpected(std::move(*failure));
        }
        auto result = reader_.result();
        if (!result) {
            return std::unexpected(
                error{errc::malformed, where + " sent a query result without a readable sample or type"});
        }
        return std::move(*result);
    }

private:
    instant_query_reader reader_;
};

} // namespace

std::unique_ptr<answer_decoder<query_result>> create_instant_query_decoder() {
    return std::make_unique<instant_query_decoder>();
}

std::expected<query_result, error> decode_instant_query(const net::http_response& response,
                                                        const std::string& where) {
    return instant_query_decoder().finish(response, where);
}

} // namespace barograph::prometheus
