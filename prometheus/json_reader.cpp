#include "prometheus/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

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

// What Boost.JSON's parser calls, with the path kept beside. Texts come in parts where a piece or an escape
// ends one.
struct json_events {
    using error_code = boost::json::error_code;
    using text = boost::json::string_view;

    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

    explicit json_events(json_visitor& receiver) : visitor(receiver) {}

    bool on_document_begin(error_code&) { return true; }

    bool on_document_end(error_code&) { return true; }

    bool on_array_begin(error_code& error) { return open(json_kind::array, error); }

    bool on_array_end(std::size_t, error_code&) { return close(); }

    bool on_object_begin(error_code& error) { return open(json_kind::object, error); }

    bool on_object_end(std::size_t, error_code&) { return close(); }

    bool on_string_part(text part, std::size_t, error_code&) { return hold(part); }

    bool on_string(text rest, std::size_t, error_code& error) {
        return scalar(json_kind::string, rest, error);
    }

    bool on_key_part(text part, std::size_t, error_code&) { return hold(part); }

    bool on_key(text rest, std::size_t, error_code&) {
        path.steps_.back().key = whole(rest);
        held.clear();
        return true;
    }

    bool on_number_part(text part, error_code&) { return hold(part); }

    bool on_int64(std::int64_t, text rest, error_code& error) {
        return scalar(json_kind::number, rest, error);
    }

    bool on_uint64(std::uint64_t, text rest, error_code& error) {
        return scalar(json_kind::number, rest, error);
    }

    bool on_double(double number, text rest, error_code& error) {
        // A number that no double can hold may be meant as anything.
        return std::isfinite(number) ? scalar(json_kind::number, rest, error) : refuse(error);
    }

    bool on_bool(bool is_true, error_code& error) {
        return scalar(json_kind::boolean, is_true ? "true" : "false", error);
    }

    bool on_null(error_code& error) { return scalar(json_kind::null, {}, error); }

    // Comments are not allowed.
    bool on_comment_part(text, error_code& error) { return refuse(error); }

    bool on_comment(text, error_code& error) { return refuse(error); }

    static bool refuse(error_code& error) {
        error = boost::json::error::exception;
        return false;
    }

    bool hold(text part) {
        held.append(part.data(), part.size());
        return true;
    }

    std::string_view whole(text rest) {
        if (held.empty()) {
            return {rest.data(), rest.size()};
        }
        hold(rest);
        return held;
    }

    bool scalar(json_kind kind, text rest, error_code& error) {
        const bool goes_on = visitor.value(path, kind, whole(rest));
        held.clear();
        next();
        return goes_on || refuse(error);
    }

    bool open(json_kind kind, error_code& error) {
        const bool goes_on = visitor.value(path, kind, {});
        path.steps_.push_back({.in_array = kind == json_kind::array, .key = {}, .index = 0});
        return goes_on || refuse(error);
    }

    bool close() {
        path.steps_.pop_back();
        next();
        return true;
    }

    void next() {
        if (!path.steps_.empty() && path.steps_.back().in_array) {
            ++path.steps_.back().index;
        }
    }

    json_visitor& visitor;
    json_path path;
    std::string held; // of a text that is not whole yet
};

namespace {

boost::json::parse_options strict_and_bounded() {
    boost::json::parse_options options;
    options.max_depth = deepest;
    return options;
}

} // namespace

struct json_reader::parser {
    explicit parser(json_visitor& visitor) : reads(strict_and_bounded(), visitor) {}

    boost::json::basic_parser<json_events> reads;
    bool failed = false;
};

json_reader::json_reader(json_visitor& visitor) : parser_(std::make_unique<parser>(visitor)) {}

json_reader::json_reader(json_reader&&) noexcept = default;
json_reader::~json_reader() = default;

bool json_reader::write(std::string_view piece) {
    if (!parser_->failed && !piece.empty()) {
        boost::json::error_code error;
        const auto read = parser_->reads.write_some(true, piece.data(), piece.size(), error);
        parser_->failed = error.failed() || read < piece.size();
    }
    return !parser_->failed;
}

bool json_reader::finish() {
    if (!parser_->failed) {
        boost::json::error_code error;
        parser_->reads.write_some(false, "", 0, error);
        parser_->failed = error.failed() || !parser_->reads.done();
    }
    return !parser_->failed;
}

bool read_json(std::string_view document, json_visitor& visitor) {
    json_reader reader(visitor);
    return reader.write(document) && reader.finish();
}

} // namespace barograph::prometheus
