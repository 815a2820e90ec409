#include "prometheus/api.hpp"

#include "prometheus/format_query.hpp"
#include "prometheus/instant_query.hpp"
#include "prometheus/series_names.hpp"

#include <algorithm>
#include <utility>

namespace barograph::prometheus {

namespace {

using parameters = std::vector<std::pair<std::string, std::string>>;

std::string form_encoded(const parameters& values) {
    std::string result;
    for (const auto& [name, value] : values) {
        result += (result.empty() ? "" : "&") + net::percent_encode(name) + "=" + net::percent_encode(value);
    }
    return result;
}

class http_api final : public api {
public:
    http_api(net::http_client& client, http_verb verb) : client_(client), verb_(verb) {}

    net::awaitable<std::expected<query_result, error>> query(std::string promql,
                                                             net::time_point deadline) override {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - net::steady_clock::now())
                .count();
        const parameters values{{"query", std::move(promql)},
                                {"timeout", std::to_string(std::max<std::int64_t>(left, 1)) + "ms"}};
        auto request = prepared("/api/v1/query", values, verb_);
        const auto decoder = create_instant_query_decoder();
        co_return co_await decoded(std::move(request), deadline, *decoder);
    }

    net::awaitable<std::expected<void, error>> parse(std::string promql, net::time_point deadline) override {
        if (formats_queries_) {
            const parameters values{{"query", promql}};
            auto request = prepared("/api/v1/format_query", values, verb_);
            const auto response = co_await client_.send(std::move(request), deadline);
            if (!response) {
                co_return std::unexpected(no_answer(response.error()));
            }
            if (auto verdict = decode_format_query(*response, where())) {
                co_return std::move(*verdict);
            }
            formats_queries_ = false;
        }
        const auto evaluated = co_await query(std::move(promql), deadline);
        if (!evaluated) {
            co_return std::unexpected(evaluated.error());
        }
        co_return std::expected<void, error>();
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) override {
        auto how = listing_;
        if (how == listing::unknown) {
            const auto found = co_await probe(start, deadline);
            if (!found) {
                co_return std::unexpected(found.error());
            }
            how = *found;
        }
        auto names = co_await names_from(how, std::move(selector), start, deadline);
        // Remembered only once it is proved: without any data every list is empty, and a proxy that refuses
        // one path may refuse them all just now.
        if (names && (how == listing::series || !names->empty())) {
            listing_ = how;
        }
        co_return names;
    }

    [[nodiscard]] std::string where() const override { return "Prometheus " + client_.base().redacted(); }

private:
    // How this backend lists names: by the values of label __name__ (a few hundred bytes), or by whole
    // series.
    enum class listing { unknown = 1, label_values, series };

    // Backends older than the `match[]` of label values either refuse it or, worse, ignore it and list every
    // name there is. So a selector that no series fits is asked for first: an answer that is not empty comes
    // from one that ignores it.
    net::awaitable<std::expected<listing, error>> probe(std::chrono::sys_seconds start,
                                                        net::time_point deadline) {
        std::string fits_nothing = R"({__name__="barograph:no_such_series"})";
        const auto nothing =
            co_await names_from(listing::label_values, std::move(fits_nothing), start, deadline);
        if (nothing) {
            co_return nothing->empty() ? listing::label_values : listing::series;
        }
        if (nothing.error().code == errc::rejected) {
            co_return listing::series;
        }
        co_return std::unexpected(nothing.error());
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    names_from(listing how, std::string selector, std::chrono::sys_seconds start, net::time_point deadline) {
        const parameters values{{"match[]", std::move(selector)},
                                {"start", std::to_string(start.time_since_epoch().count())}};
        // Label values can only be asked for by GET.
        auto request = how == listing::series
                           ? prepared("/api/v1/series", values, verb_)
                           : prepared("/api/v1/label/__name__/values", values, http_verb::get);
        const auto decoder = create_series_names_decoder();
        co_return co_await decoded(std::move(request), deadline, *decoder);
    }

    template <typename Result>
    net::awaitable<std::expected<Result, error>> decoded(net::http_request request, net::time_point deadline,
                                                         answer_decoder<Result>& decoder) {
        const net::body_sink into = [&decoder](std::string_view piece) { decoder.write(piece); };
        const auto response = co_await client_.send(std::move(request), deadline, into);
        if (!response) {
            co_return std::unexpected(no_answer(response.error()));
        }
        co_return decoder.finish(*response, where());
    }

    static net::http_request prepared(std::string path, const parameters& values, http_verb verb) {
        net::http_request request;
        if (verb == http_verb::post) {
            request.method = "POST";
            request.target = std::move(path);
            request.content_type = "application/x-www-form-urlencoded";
            request.body = form_encoded(values);
        } else {
            request.target = std::move(path) + "?" + form_encoded(values);
        }
        return request;
    }

    net::http_client& client_;
    http_verb verb_;
    listing listing_ = listing::unknown;
    bool formats_queries_ = true; ///< until an answer shows that the backend does not
};

} // namespace

std::unique_ptr<api> create_api(net::http_client& client, http_verb verb) {
    return std::make_unique<http_api>(client, verb);
}

} // namespace barograph::prometheus
