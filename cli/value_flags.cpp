#include "cli/value_flags.hpp"

#include "cli/flags.hpp"

namespace barograph::cli {

void add_value_flags(CLI::App& app, metrics::value_cache_options& options) {
    app.option_defaults()->group("Values");
    add_duration(app, "--max-staleness", options.max_staleness,
                 "How old a value may be, since its query was sent; 0s asks Prometheus each time");
    add_switch(app, "--merge-queries", options.merge_queries,
               "Queries that differ only in the values of labels go out as one");
    add_number(app, "--max-queries", options.max_queries, "N", "Queries under way at once");
    add_number(app, "--max-remembered-questions", options.max_keys, "N",
               "Metrics with their namespace and selector; of more, those asked longest ago are forgotten");
}

std::expected<void, std::string> check_value_flags(const metrics::value_cache_options& options) {
    if (options.max_staleness < std::chrono::nanoseconds{0}) {
        return std::unexpected("--max-staleness must not be negative");
    }
    if (options.max_queries == 0) {
        return std::unexpected("--max-queries must be at least 1");
    }
    if (options.max_keys == 0) {
        return std::unexpected("--max-remembered-questions must be at least 1");
    }
    return {};
}

} // namespace barograph::cli
