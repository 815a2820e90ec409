#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace barograph::bench {

/// Finds where an HTTP/1.1 response ends, by Content-Length or chunks, and keeps nothing of its body.
class response_reader {
public:
    enum class progress { more = 1, done, broken };

    /// Forgets the response before.
    void begin();
    /// Reads on. After `done` the response is complete; bytes behind it, which nobody asked for, are
    /// `broken`.
    progress feed(std::string_view bytes);

    [[nodiscard]] int status() const { return status_; }

    [[nodiscard]] std::uint64_t body_bytes() const { return body_bytes_; }

    [[nodiscard]] bool keeps_open() const { return keeps_open_; }

private:
    enum class part { head, body, chunk_size, chunk, chunk_end, trailer };

    bool read_head(std::string_view head);
    progress feed_body(std::string_view bytes);
    progress feed_chunks(std::string_view bytes);
    bool take_line(std::string_view& bytes);

    part part_ = part::head;
    std::string pending_; ///< of a head or a line that is not complete
    int status_ = 0;
    bool keeps_open_ = true;
    std::uint64_t body_bytes_ = 0;
    std::uint64_t left_ = 0; ///< of the body, or of a chunk
};

} // namespace barograph::bench
