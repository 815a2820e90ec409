#pragma once
#include <string>
#include <vector>

namespace barograph::cli {

/// `barograph query METRIC`: what a metric is worth now and why, from the desk or from a cluster. Gives the
/// exit status: failure where there is an error instead of a value.
int query_command(std::vector<std::string> arguments);

} // namespace barograph::cli
