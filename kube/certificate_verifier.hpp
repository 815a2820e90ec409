#pragma once
#include <openssl/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct stack_st_X509;

namespace barograph::kube {

/// Whom a verified client certificate is for.
struct client_identity {
    std::string common_name;                ///< the subject's last CN, as in Go; empty when it has none
    std::vector<std::string> organizations; ///< the subject's O's, in order
    /// Until when this holds: the earliest notAfter of the chain. Past it, verify again (and expect a
    /// refusal).
    std::chrono::system_clock::time_point valid_until;
};

/// Decides whether a client certificate was issued by one of some CAs (RFC 5280). The CAs are parsed once; a
/// copy is a shared handle to them. Immutable, and thread-safe with that: verify() may run on many threads at
/// once.
class certificate_verifier {
public:
    /// `pem`: one or more CA certificates; each is an anchor of its own, be it self-signed or an
    /// intermediate. Error: one sentence saying what is wrong with the text. Anything unreadable in it
    /// refuses all of it.
    static std::expected<certificate_verifier, std::string> create(std::string_view pem);

    /// Whether `leaf`, with the intermediates of `peer_chain` (null: none), is valid at `now` for TLS client
    /// authentication, with keys and signatures of at least 112 bits of security. Both as
    /// SSL_get0_peer_certificate and SSL_get_peer_cert_chain give them; not kept. Error: one sentence with
    /// the reason, for logs.
    [[nodiscard]] std::expected<client_identity, std::string>
    verify(X509* leaf, stack_st_X509* peer_chain,
           std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const;

    /// How many CA certificates count.
    [[nodiscard]] std::size_t size() const;

private:
    struct anchors;

    explicit certificate_verifier(std::shared_ptr<const anchors> trusted) : trusted_(std::move(trusted)) {}

    std::shared_ptr<const anchors> trusted_;
};

} // namespace barograph::kube
