// Any bytes as a kubeconfig: reading ends with credentials whose server can be asked, or with a sentence that
// names the file and holds none of its secrets.
#include "kube/kubeconfig.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string path = "/k/config";
    // The seeds' token and password.
    const std::string secret = "geheim";
    const auto read = barograph::kube::parse_kubeconfig({reinterpret_cast<const char*>(data), size}, path);
    if (!read) {
        auto sentence = read.error();
        if (const auto quote = sentence.find('"'); quote != std::string::npos) {
            sentence.erase(quote, sentence.rfind('"') - quote + 1);
        }
        if (!sentence.starts_with(path + ":") || sentence.find(secret) != std::string::npos) {
            std::abort();
        }
        return 0;
    }
    const bool is_told = !read->tls.insecure_skip_verify || !read->tls.ca.given();
    if (read->server.host.empty() || !read->server.user.empty() || !is_told ||
        read->tls.certificate.given() != read->tls.key.given()) {
        std::abort();
    }
    return 0;
}
