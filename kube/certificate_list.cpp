#include "kube/certificate_list.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <limits>
#include <ranges>

namespace barograph::kube {

namespace {

using general_names_ptr = std::unique_ptr<GENERAL_NAMES, net::openssl::freer<GENERAL_NAMES_free>>;

std::string text_of_name(const X509_NAME* name) {
    const bio_ptr out(BIO_new(BIO_s_mem()));
    if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253) < 0) {
        return {};
    }
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::vector<std::string> dns_names_of(X509* certificate) {
    std::vector<std::string> found;
    const general_names_ptr names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) { // of null: less than none
        const auto* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS) {
            found.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                               static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        }
    }
    return found;
}

} // namespace

std::expected<std::vector<certificate_ptr>, std::string> read_certificates(std::string_view pem) {
    const error_queue_guard guard;
    if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return std::unexpected("is too large");
    }
    const bio_ptr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::vector<certificate_ptr> found;
    while (bio) {
        certificate_ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
        if (!certificate) {
            break;
        }
        found.push_back(std::move(certificate));
    }
    const auto last = ERR_peek_last_error();
    if (last != ERR_PACK(ERR_LIB_PEM, 0, PEM_R_NO_START_LINE)) {
        return std::unexpected("holds something that is not valid PEM at certificate " +
                               std::to_string(found.size() + 1));
    }
    if (found.empty()) {
        return std::unexpected("holds no PEM certificate");
    }
    return found;
}

std::optional<std::chrono::system_clock::time_point> first_expiry(std::string_view pem) {
    const auto found = read_certificates(pem);
    if (!found) {
        return std::nullopt;
    }
    const auto expiry = [](const certificate_ptr& each) { return moment_of(X509_get0_notAfter(each.get())); };
    return std::ranges::min(*found | std::views::transform(expiry));
}

certificate_summary summary_of(X509* certificate) {
    const error_queue_guard guard;
    return {.subject = text_of_name(X509_get_subject_name(certificate)),
            .issuer = text_of_name(X509_get_issuer_name(certificate)),
            .valid_from = moment_of(X509_get0_notBefore(certificate)),
            .valid_until = moment_of(X509_get0_notAfter(certificate)),
            .dns_names = dns_names_of(certificate)};
}

} // namespace barograph::kube
