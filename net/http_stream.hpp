#pragma once
#include "net/asio.hpp"
#include "net/http_client.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::net {

/// An answer whose header came and whose body is given piece by piece, as the server sends it: for bodies
/// without an end, or too large to keep. Has a connection of its own, closed with this object. One reader at
/// a time, on the io_context's thread.
class http_stream {
public:
    struct state;

    explicit http_stream(std::unique_ptr<state> opened);
    http_stream(http_stream&&) noexcept;
    http_stream& operator=(http_stream&&) noexcept;
    ~http_stream();

    [[nodiscard]] unsigned status() const;
    [[nodiscard]] const std::string& content_type() const;
    [[nodiscard]] const std::string& retry_after() const; ///< as sent; empty when absent

    /// The next piece, as soon as any of it is there; empty once the body is whole. Pieces end where they
    /// happen to end, and are bounded by what one read brings. Error: also when the connection ends before
    /// the body is whole (http_errc::broken) or nothing comes until the deadline; then there is no more to
    /// read. Cancellable.
    awaitable<std::expected<std::string, http_error>> read_some(time_point deadline);

    /// What is left of the body, at most `limit` bytes. For the short answers that say why there is no
    /// stream.
    awaitable<std::expected<std::string, http_error>> read_rest(std::size_t limit, time_point deadline);

private:
    awaitable<std::expected<std::string, http_error>> read_piece(time_point deadline);

    std::unique_ptr<state> state_;
};

} // namespace barograph::net
