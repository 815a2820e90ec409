#include "prometheus/series_names.hpp"

#include <set>

namespace barograph::prometheus {

namespace {

class series_names_reader final : public answer_reader {
public:
    std::set<std::string, std::less<>> names;
    bool has_list = false;

private:
    bool data(const json_path& path, json_kind kind, std::string_view text) override {
        if (path.depth() == 1) {
            has_list = kind == json_kind::array;
            return has_list || kind == json_kind::null;
        }
        if (path.depth() == 2 && kind != json_kind::string && kind != json_kind::object) {
            return false;
        }
        const bool is_name =
            kind == json_kind::string && (path.depth() == 2 || path.is({"data", "#", "__name__"}));
        // 200,000 series of one name are one insertion.
        if (is_name && !text.empty() && !names.contains(text)) {
            names.emplace(text);
        }
        return true;
    }
};

class series_names_decoder final : public answer_decoder<std::vector<std::string>> {
public:
    void write(std::string_view piece) override { reader_.write(piece); }

    std::expected<std::vector<std::string>, error> finish(const net::http_response& response,
                                                          const std::string& where) override {
        if (auto failure = read_answer(response, reader_, where)) {
            return std::unexpected(std::move(*failure));
        }
        if (!reader_.has_list) {
            return std::unexpected(error{errc::malformed, where + " sent a list of series without data"});
        }
        return std::vector<std::string>(reader_.names.begin(), reader_.names.end());
    }

private:
    series_names_reader reader_;
};

} // namespace

std::unique_ptr<answer_decoder<std::vector<std::string>>> create_series_names_decoder() {
    return std::make_unique<series_names_decoder>();
}

std::expected<std::vector<std::string>, error> decode_series_names(const net::http_response& response,
                                                                   const std::string& where) {
    return series_names_decoder().finish(response, where);
}

} // namespace barograph::prometheus
