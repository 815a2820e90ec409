#pragma once
#include <functional>
#include <memory>
#include <string_view>

namespace barograph::net {

/// Decodes gzip (RFC 1952) as it comes, piece by piece: one member or several in a row, each with its
/// checksum and length proved. What comes out may be a thousand times what went in, so the receiver bounds
/// it.
class gzip_decoder {
public:
    /// Receives what was decoded, some ten KB at a time. False ends the decoding.
    using receiver = std::function<bool(std::string_view decoded)>;

    enum class outcome {
        going_on = 1, ///< the piece is used up
        malformed,    ///< this is not gzip; nothing more can be decoded
        stopped,      ///< by the receiver; nothing more can be decoded
    };

    gzip_decoder();
    ~gzip_decoder();

    outcome write(std::string_view piece, const receiver& into);

    /// Whether what was written so far ends where a member does.
    [[nodiscard]] bool is_whole() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace barograph::net
