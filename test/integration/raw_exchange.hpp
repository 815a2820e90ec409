#pragma once
#include "test/integration/barograph_server.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace barograph::test {

/// One answer as it came over the wire.
struct raw_answer {
    unsigned status = 0;
    std::string head; ///< status line and header section
    std::string body;

    /// The value of the first header field of that name, or empty.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// Sends exactly these bytes over a TLS connection of its own, with nothing that would make them well-formed,
/// and gives all the answers until the server closes. `bodiless` is the place of an answer that has a length
/// but no body, as to HEAD. `rest` is sent once the server has said `100 Continue`, unless it is empty.
/// Throws when the server does not say so or does not close in time, or what it sent is no answer.
std::vector<raw_answer> send_raw(const barograph_server& server, const std::string& bytes,
                                 std::size_t bodiless = static_cast<std::size_t>(-1),
                                 const std::string& rest = "");

/// Whether `text` is `pattern`, where `…` in the pattern stands for anything.
bool has_shape(std::string_view text, std::string_view pattern);

/// The server, its rules and the Prometheus behind it, that both tables of requests are recorded against.
/// Metrics: `queue_depth` with the values 57 and 3 for the queues mail and sms, `job:queue:depth` with 60.
barograph_server& recorded_server();

} // namespace barograph::test
