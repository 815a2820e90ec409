#pragma once
#include "cli/doctor/doctor_session.hpp"

#include <cstddef>
#include <functional>

namespace barograph::cli {

/// Makes every check, several at a time, and gives their findings in an order for people. A check that fails,
/// or ends by an exception, takes nothing from the others. `tell` is told how many are done, of how many.
net::awaitable<findings> examine(doctor_session& session,
                                 std::function<void(std::size_t done, std::size_t total)> tell);

} // namespace barograph::cli
