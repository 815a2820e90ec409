#include "prometheus/instant_query.hpp"

#include <charconv>
#include <optional>

namespace barograph::prometheus {

namespace {

// Unix time with up to nine decimals, as Prometheus writes it; an exponent is not its form.
std::optional<std::int64_t> whole_seconds(std::string_view text) {
    std::int64_t seconds = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seconds);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    const std::string_view rest(stop, static_cast<std::size_t>(end - stop));
    if (rest.empty()) {
        return seconds;
    }
    if (rest.front() != '.' || rest.find_first_not_of("0123456789", 1) != std::string_view::npos) {
        return std::nullopt;
    }
    const bool has_fraction = rest.find_first_not_of('0', 1) != std::string_view::npos;
    return text.front() == '-' && has_fraction ? seconds - 1 : seconds;
}

// A sample while its members come in.
struct sample_reader {
    sample read;
    bool has_time = false;
    bool has_value = false;

    [[nodiscard]] bool complete() const { return read.is_histogram || (has_time && has_value); }

    // An element of the pair [time, "value"].
    bool pair_element(std::size_t index, json_kind kind, std::string_view text) {
        if (index == 0 && kind == json_kind::number) {
            const auto seconds = whole_seconds(text);
            read.timestamp = seconds.value_or(0);
            has_time = seconds.has_value();
            return has_time;
        }
        if (index == 1 && kind == json_kind::string) {
            read.value = text;
            has_value = true;
            return true;
        }
        return false;
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
        if (type_ == "string" || type_ == "matrix") {
            done.type = type_ == "string" ? result_type::string : result_type::matrix;
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
            type_ = text;
        } else if (path.is({"data", "result"})) {
            result_is_array_ = kind == json_kind::array;
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
            return kind == json_kind::object;
        }
        if (path.is({"data", "result", "#", "metric", "*"})) {
            sample.read.labels.emplace_back(path[4].key, text);
            return kind == json_kind::string;
        }
        if (path.is({"data", "result", "#", "value"})) {
            return kind == json_kind::array;
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
    bool result_is_array_ = false;
    bool has_scalar_ = false;
    std::vector<sample_reader> samples_;
    sample_reader scalar_;
};

} // namespace

std::expected<query_result, error> decode_instant_query(const net::http_response& response,
                                                        const std::string& where) {
    instant_query_reader reader;
    if (auto failure = read_answer(response, reader, where)) {
        return std::unexpected(std::move(*failure));
    }
    auto result = reader.result();
    if (!result) {
        return std::unexpected(
            error{errc::malformed, where + " sent a query result without a readable sample or type"});
    }
    return std::move(*result);
}

} // namespace barograph::prometheus
