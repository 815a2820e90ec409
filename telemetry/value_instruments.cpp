#include "telemetry/value_instruments.hpp"

namespace barograph::telemetry {

namespace {

std::size_t index_of(query_purpose purpose, bool merged) {
    return static_cast<std::size_t>(purpose) * 2 + (merged ? 1 : 0);
}

} // namespace

value_instruments::value_instruments(::prometheus::Registry& registry)
    : age_(::prometheus::BuildHistogram()
               .Name("barograph_value_age_seconds")
               .Help("How long before an answer the query was sent that its values are of.")
               .Register(registry)
               .Add({}, ::prometheus::Histogram::BucketBoundaries{0.01, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5,
                                                                  10, 30})),
      keys_of_query_(
          ::prometheus::BuildHistogram()
              .Name("barograph_value_query_keys")
              .Help("Of how many questions a query for values answers.")
              .Register(registry)
              .Add({}, ::prometheus::Histogram::BucketBoundaries{1, 2, 5, 10, 20, 50, 100, 200, 500})) {
    auto& asks = ::prometheus::BuildCounter()
                     .Name("barograph_value_asks_total")
                     .Help("Asks for the values of a metric, by where the answer came from; none: an error.")
                     .Register(registry);
    asks_ = {&asks.Add({{"source", "memory"}}), &asks.Add({{"source", "query"}}),
             &asks.Add({{"source", "none"}})};
    auto& queries = ::prometheus::BuildCounter()
                        .Name("barograph_value_queries_total")
                        .Help("Queries for values, by whether somebody waits for the answer, and by whether "
                              "it is several questions in one.")
                        .Register(registry);
    for (const auto purpose : {query_purpose::ask, query_purpose::refresh}) {
        for (const bool merged : {false, true}) {
            queries_[index_of(purpose, merged)] =
                &queries.Add({{"purpose", purpose == query_purpose::ask ? "ask" : "refresh"},
                              {"merged", merged ? "true" : "false"}});
        }
    }
    auto& keys =
        ::prometheus::BuildGauge()
            .Name("barograph_value_keys")
            .Help("Questions whose asks are remembered, and those of them whose values are kept fresh.")
            .Register(registry);
    known_ = &keys.Add({{"state", "known"}});
    live_ = &keys.Add({{"state", "live"}});
}

void value_instruments::answered(value_source source, std::chrono::nanoseconds age) {
    asks_[static_cast<std::size_t>(source)]->Increment();
    age_.Observe(std::chrono::duration<double>(age).count());
}

void value_instruments::failed() {
    asks_[static_cast<std::size_t>(value_source::none)]->Increment();
}

void value_instruments::queried(query_purpose purpose, bool merged, std::size_t keys) {
    queries_[index_of(purpose, merged)]->Increment();
    keys_of_query_.Observe(static_cast<double>(keys));
}

void value_instruments::set_keys(std::size_t known, std::size_t live) {
    known_->Set(static_cast<double>(known));
    live_->Set(static_cast<double>(live));
}

} // namespace barograph::telemetry
