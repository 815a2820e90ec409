#include "prometheus/json_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace barograph::prometheus {

namespace {

// Prometheus' own answers are nine deep (the buckets of a histogram). Each level costs memory, and 16 MiB of
// brackets would cost a gigabyte.
constexpr std::size_t deepest = 64;

bool matches(const json_path::step& step, std::string_view pattern) {
    if (pattern == "#") {
        return step.in_array;
    }
    return !step.in_array && (pattern == "*" || step.key == pattern);
}

} // namespace

bool json_path::starts_with(std::initializer_list<std::string_view> pattern) const {
    return pattern.size() <= steps_.size() &&
           std::equal(pattern.begin(), pattern.end(), steps_.begin(),
                      [](auto part, const auto& taken) { return matches(taken, part); });
}

bool json_path::is(std::initializer_list<std::string_view> pattern) const {
    return pattern.size() == steps_.size() && starts_with(pattern);
}

// nlohmann_json's event interface, with the path kept beside.
class json_events final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit json_events(json_visitor& visitor) : visitor_(visitor) {}

    bool null() override { return scalar(json_kind::null, {}); }

    bool boolean(bool is_true) override { return scalar(json_kind::boolean, is_true ? "true" : "false"); }

    bool number_integer(number_integer_t number) override {
        return scalar(json_kind::number, std::to_string(number));
    }

    bool number_unsigned(number_unsigned_t number) override {
        return scalar(json_kind::number, std::to_string(number));
    }

    bool number_float(number_float_t, const string_t& text) override {
        return scalar(json_kind::number, text);
    }

    bool string(string_t& text) override { return scalar(json_kind::string, text); }

    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(json_kind::object); }

    bool end_object() override { return close(); }

    bool start_array(std::size_t) override { return open(json_kind::array); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        path_.steps_.back().key = name;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

private:
    bool scalar(json_kind kind, std::string_view text) {
        const bool go_on = visitor_.value(path_, kind, text);
        next();
        return go_on;
    }

    bool open(json_kind kind) {
        const bool go_on = path_.depth() < deepest && visitor_.value(path_, kind, {});
        path_.steps_.push_back({.in_array = kind == json_kind::array, .key = {}, .index = 0});
        return go_on;
    }

    bool close() {
        path_.steps_.pop_back();
        next();
        return true;
    }

    void next() {
        if (!path_.steps_.empty() && path_.steps_.back().in_array) {
            ++path_.steps_.back().index;
        }
    }

    json_visitor& visitor_;
    json_path path_;
};

bool read_json(std::string_view document, json_visitor& visitor) {
    // nlohmann::json passes over a byte order mark; RFC 8259 wants none.
    if (document.starts_with("\xef\xbb\xbf")) {
        return false;
    }
    json_events events(visitor);
    return nlohmann::json::sax_parse(document, &events);
}

} // namespace barograph::prometheus
