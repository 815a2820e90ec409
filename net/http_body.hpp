#pragma once
#include "net/gzip_decoder.hpp"
#include "net/http_client.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The body of one answer on its way to whoever wants it. Private to net/.
namespace barograph::net {

/// Decodes what comes, bounds what that is, and passes it on. The limit is on the decoded size; the parser
/// bounds what comes over the wire.
class body_intake {
public:
    body_intake(std::size_t limit, const body_sink& into, std::string where);

    /// By the header Content-Encoding (RFC 9110, section 8.4); `decodes`: whether gzip was asked for.
    std::optional<http_error> begin(std::string_view content_encoding, bool decodes);
    std::optional<http_error> take(std::string_view piece);
    /// The last piece was taken.
    std::optional<http_error> finish();

private:
    /// False: over the limit.
    bool pass_on(std::string_view plain);

    std::size_t left_;
    const body_sink& into_;
    std::string where_;
    std::optional<gzip_decoder> gzip_;
    bool is_empty_ = true;
};

} // namespace barograph::net
