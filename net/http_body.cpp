#include "net/http_body.hpp"

#include <boost/beast/core/string.hpp>

#include <utility>

namespace barograph::net {

body_intake::body_intake(std::size_t limit, const body_sink& into, std::string where)
    : left_(limit), into_(into), where_(std::move(where)) {}

std::optional<http_error> body_intake::begin(std::string_view content_encoding, bool decodes) {
    using boost::beast::iequals;
    if (content_encoding.empty() || iequals(content_encoding, "identity")) {
        return std::nullopt;
    }
    if (decodes && (iequals(content_encoding, "gzip") || iequals(content_encoding, "x-gzip"))) {
        gzip_.emplace();
        return std::nullopt;
    }
    return http_error{http_errc::malformed, where_ + ": the answer is in an encoding that was not asked for"};
}

std::optional<http_error> body_intake::take(std::string_view piece) {
    auto outcome = gzip_decoder::outcome::going_on;
    is_empty_ = is_empty_ && piece.empty();
    if (gzip_) {
        outcome = gzip_->write(piece, [this](std::string_view plain) { return pass_on(plain); });
    } else if (!pass_on(piece)) {
        outcome = gzip_decoder::outcome::stopped;
    }
    switch (outcome) {
    case gzip_decoder::outcome::malformed:
        return http_error{http_errc::malformed, where_ + ": the answer says that it is gzip, and is not"};
    case gzip_decoder::outcome::stopped:
        return http_error{http_errc::too_large, where_ + ": the answer is larger than the limit"};
    case gzip_decoder::outcome::going_on:
        break;
    }
    return std::nullopt;
}

std::optional<http_error> body_intake::finish() {
    // Without a body, as after HEAD, there is nothing that could be cut off.
    if (gzip_ && !is_empty_ && !gzip_->is_whole()) {
        return http_error{http_errc::malformed, where_ + ": the answer's gzip data ends before it is whole"};
    }
    return std::nullopt;
}

bool body_intake::pass_on(std::string_view plain) {
    if (plain.size() > left_) {
        return false;
    }
    left_ -= plain.size();
    if (!plain.empty()) {
        into_(plain);
    }
    return true;
}

} // namespace barograph::net
