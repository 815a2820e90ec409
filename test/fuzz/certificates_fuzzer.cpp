// Any bytes as a bundle of certificates, and as the DER of one: both readers of bundles agree on how many
// there are, each certificate can be told of and judged, and what is believed is of its chain's time.
#include "kube/certificate_list.hpp"
#include "kube/certificate_verifier.hpp"

#include <openssl/evp.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace barograph::kube;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::string pem_of(std::string_view der) {
    std::string base64(4 * (der.size() / 3 + 1) + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                        reinterpret_cast<const unsigned char*>(der.data()), static_cast<int>(der.size()));
    base64.resize(static_cast<std::size_t>(length));
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    constexpr std::size_t line = 64;
    for (std::size_t at = 0; at < base64.size(); at += line) {
        pem += base64.substr(at, line) + "\n";
    }
    return pem + "-----END CERTIFICATE-----\n";
}

void look_at(std::string_view pem) {
    const auto listed = read_certificates(pem);
    const auto trusted = certificate_verifier::create(pem);
    require(!trusted || (listed && listed->size() == trusted->size()));
    require(trusted || !trusted.error().empty());
    if (!listed) {
        require(!listed.error().empty());
        return;
    }
    const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));
    for (const auto& certificate : *listed) {
        const auto summary = summary_of(certificate.get());
        if (!trusted) {
            continue;
        }
        const auto verdict = trusted->verify(certificate.get(), nullptr, now);
        require(verdict || !verdict.error().empty());
        require(!verdict || (verdict->valid_until >= now && summary.valid_from <= now));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    look_at(bytes);
    look_at(pem_of(bytes));
    return 0;
}
