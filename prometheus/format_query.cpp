#include "prometheus/format_query.hpp"

#include <utility>

namespace barograph::prometheus {

namespace {

class format_query_reader final : public answer_reader {
public:
    bool has_text = false;

private:
    bool data(const json_path& path, json_kind kind, std::string_view) override {
        has_text = path.depth() == 1 && kind == json_kind::string;
        return has_text;
    }
};

} // namespace

std::optional<std::expected<void, error>> decode_format_query(const net::http_response& response,
                                                              const std::string& where) {
    using verdict = std::expected<void, error>;
    format_query_reader reader;
    auto failure = read_answer(response, reader, where);
    if (!failure) {
        return reader.has_text ? std::optional(verdict()) : std::nullopt;
    }
    const bool objects = failure->code == errc::rejected && reader.error_type == "bad_data";
    if (objects || failure->code == errc::unavailable || failure->code == errc::limited ||
        failure->code == errc::timed_out) {
        return verdict(std::unexpected(std::move(*failure)));
    }
    return std::nullopt;
}

} // namespace barograph::prometheus
