#include "prometheus/api.hpp"

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
        const auto response = co_await client_.send(std::move(request), deadline);
        if (!response) {
            co_return std::unexpected(no_answer(response.error()));
        }
        co_return decode_instant_query(*response, where());
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) override {
        if (listing_ == listing::unknown) {
            auto failure = co_await probe(start, deadline);
            if (failure) {
                co_return std::unexpected(std::move(*failure));
            }
        }
        co_return co_await names_from(listing_, std::move(selector), start, deadline);
    }

    [[nodiscard]] std::string where() const override { return "Prometheus " + client_.base().redacted(); }

private:
    // How this backend lists names: by the values of label __name__ (a few hundred bytes), or by whole
    // series.
    enum class listing { unknown = 1, label_values, series };

    // Backends older than the `match[]` of label values either refuse it or, worse, ignore it and list every
    // name there is. So once, a selector that no series fits is asked for: only an empty list proves that the
    // selector counts.
    net::awaitable<std::optional<error>> probe(std::chrono::sys_seconds start, net::time_point deadline) {
        auto nothing = co_await names_from(listing::label_values, R"({__name__="barograph:no_such_series"})",
                                           start, deadline);
        if (nothing) {
            listing_ = nothing->empty() ? listing::label_values : listing::series;
        } else if (nothing.error().code == errc::rejected) {
            listing_ = listing::series;
        } else {
            co_return std::move(nothing.error());
        }
        co_return std::nullopt;
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    names_from(listing how, std::string selector, std::chrono::sys_seconds start, net::time_point deadline) {
        const parameters values{{"match[]", std::move(selector)},
                                {"start", std::to_string(start.time_since_epoch().count())}};
        // Label values can only be asked for by GET.
        auto request = how == listing::series
                           ? prepared("/api/v1/series", values, verb_)
                           : prepared("/api/v1/label/__name__/values", values, http_verb::get);
        const auto response = co_await client_.send(std::move(request), deadline);
        if (!response) {
            co_return std::unexpected(no_answer(response.error()));
        }
        co_return decode_series_names(*response, where());
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
};

} // namespace

std::unique_ptr<api> create_api(net::http_client& client, http_verb verb) {
    return std::make_unique<http_api>(client, verb);
}

} // namespace barograph::prometheus
