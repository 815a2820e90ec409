#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// A request that begins with these bytes.
struct request_head {
    std::string_view target;   ///< as sent
    std::string_view audit_id; ///< empty: none
    std::size_t size = 0;      ///< bytes of request line and header section
};

/// What stays the same when one client asks again over one connection: every byte of the header section but
/// the values of the fields that only tell of a request's way. So a request that fits is, but for its
/// target, the request that the pattern was made of, and no parser need look at it again. Immutable.
class head_pattern {
public:
    /// The fields whose values may differ, in lower case. The aggregator sends an Audit-ID of its own with
    /// each request, the contexts of tracing, and the target's path once more, which nobody reads.
    static constexpr std::array<std::string_view, 5> traces = {"audit-id", "traceparent", "tracestate",
                                                               "baggage", "x-forwarded-uri"};

    /// Of the first bytes of a request that a parser has accepted, up to the end of its header section.
    /// Nothing when it is no plain `GET target HTTP/1.1`, or when a field says anything of a body or of the
    /// connection.
    [[nodiscard]] static std::optional<head_pattern> of(std::string_view head);

    /// Whether `bytes` begin with a whole request of this pattern. What follows it is not looked at.
    /// Allocates nothing; the views are into `bytes`.
    [[nodiscard]] std::optional<request_head> match(std::string_view bytes) const;

private:
    /// Bytes that stay the same, up to a value that may differ or to the end.
    struct piece {
        std::string same;
        bool then_audit_id = false;
    };

    std::vector<piece> pieces_; ///< of the header section
};

/// The first bytes of `bytes` that are a request line and a header section; empty when they are not whole.
[[nodiscard]] std::string_view whole_head(std::string_view bytes);

} // namespace barograph::server
