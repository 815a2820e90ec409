#include "net/self_signed.hpp"

#include "net/file_stamp.hpp"
#include "net/openssl_handles.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace barograph::net {

namespace {

constexpr long one_year_seconds = 365L * 24 * 60 * 60;
constexpr long one_month_seconds = 30L * 24 * 60 * 60;
constexpr long clock_skew_seconds = 60L * 60;
constexpr const char* common_name = "barograph";
constexpr mode_t owner_only = 0600;
constexpr mode_t world_readable = 0644;

bool add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const openssl::extension_ptr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool randomize_serial(X509* certificate) {
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) {
        return false;
    }
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1;
}

openssl::certificate_ptr make_certificate(EVP_PKEY* key, const std::string& alternative_names,
                                          std::time_t now) {
    openssl::certificate_ptr certificate(X509_new());
    if (!certificate) {
        return {};
    }
    auto* raw = certificate.get();
    auto* subject = X509_get_subject_name(raw);
    const auto* name = reinterpret_cast<const unsigned char*>(common_name);
    const bool done = X509_set_version(raw, X509_VERSION_3) == 1 && randomize_serial(raw) &&
                      X509_time_adj(X509_getm_notBefore(raw), -clock_skew_seconds, &now) != nullptr &&
                      X509_time_adj(X509_getm_notAfter(raw), one_year_seconds, &now) != nullptr &&
                      X509_set_pubkey(raw, key) == 1 &&
                      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0) == 1 &&
                      X509_set_issuer_name(raw, subject) == 1 &&
                      add_extension(raw, NID_basic_constraints, "critical,CA:TRUE") &&
                      add_extension(raw, NID_key_usage, "critical,digitalSignature,keyCertSign") &&
                      add_extension(raw, NID_ext_key_usage, "serverAuth") &&
                      add_extension(raw, NID_subject_key_identifier, "hash") &&
                      add_extension(raw, NID_subject_alt_name, alternative_names) &&
                      X509_sign(raw, key, EVP_sha256()) > 0;
    return done ? std::move(certificate) : openssl::certificate_ptr{};
}

std::string content_of(BIO* bio) {
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

bool write_all(int file, std::string_view content) {
    while (!content.empty()) {
        const auto count = ::write(file, content.data(), content.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return true;
}

// Replaces the file whole: nobody reads half of it, and the new one's mode is not that of the old one.
std::expected<void, std::string> write_file(const std::string& path, const std::string& content,
                                            mode_t mode) {
    const auto temporary = path + ".new";
    ::unlink(temporary.c_str());
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool written = file >= 0 && write_all(file, content);
    int error = errno;
    if (file >= 0) {
        ::close(file);
    }
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
        error = errno;
        written = false;
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return std::unexpected(path + ": " + std::generic_category().message(error));
    }
    return {};
}

// Of two processes that begin in one directory the second finds the pair of the first, and not half of each.
// Where directories cannot be locked it is as without.
class directory_lock {
public:
    explicit directory_lock(const std::string& directory)
        : file_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }

    directory_lock(const directory_lock&) = delete;
    directory_lock& operator=(const directory_lock&) = delete;

    // It ends with its file.
    ~directory_lock() {
        if (file_ >= 0) {
            ::close(file_);
        }
    }

private:
    int file_;
};

bool exists(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

// Whether the certificate that is there is one of ours and no longer valid a month from now, or, made while
// the clock was ahead, not valid yet. What somebody else put there is theirs to replace.
bool is_due(const std::string& certificate_file, std::time_t now) {
    const auto pem = read_file(certificate_file);
    if (!pem) {
        return false;
    }
    const openssl::bio_ptr bio(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
    const openssl::certificate_ptr certificate(
        PEM_read_bio_X509(bio.get(), nullptr, openssl::no_password, nullptr));
    if (!certificate) {
        return false;
    }
    const auto* subject = X509_get_subject_name(certificate.get());
    std::array<char, 64> name{};
    X509_NAME_get_text_by_NID(subject, NID_commonName, name.data(), name.size());
    const bool is_ours = std::string_view(name.data()) == common_name &&
                         X509_NAME_cmp(subject, X509_get_issuer_name(certificate.get())) == 0;
    auto in_a_month = now + one_month_seconds;
    return is_ours && (X509_cmp_time(X509_get0_notAfter(certificate.get()), &in_a_month) < 0 ||
                       X509_cmp_time(X509_get0_notBefore(certificate.get()), &now) > 0);
}

} // namespace

std::expected<serving_pair, std::string> self_signed_pair(const std::string& directory,
                                                          const std::vector<std::string>& names,
                                                          std::chrono::system_clock::time_point now) {
    const auto moment = std::chrono::system_clock::to_time_t(now);
    const std::filesystem::path folder(directory);
    serving_pair pair{.certificate_file = folder / "apiserver.crt", .key_file = folder / "apiserver.key"};
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        return std::unexpected(directory + ": " + failed.message());
    }
    const directory_lock lock(directory);
    if (exists(pair.certificate_file) && exists(pair.key_file) && !is_due(pair.certificate_file, moment)) {
        return pair;
    }

    std::string alternative_names = "DNS:localhost,IP:127.0.0.1,IP:::1";
    for (const auto& name : names) {
        alternative_names += ",DNS:" + name;
    }
    const openssl::key_ptr key(EVP_EC_gen("P-256"));
    const auto certificate =
        key ? make_certificate(key.get(), alternative_names, moment) : openssl::certificate_ptr{};
    const openssl::bio_ptr certificate_pem(BIO_new(BIO_s_mem()));
    const openssl::bio_ptr key_pem(BIO_new(BIO_s_mem()));
    if (!certificate || PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return std::unexpected("OpenSSL could not make a self-signed certificate");
    }
    if (auto written = write_file(pair.key_file, content_of(key_pem.get()), owner_only); !written) {
        return std::unexpected(written.error());
    }
    if (auto written = write_file(pair.certificate_file, content_of(certificate_pem.get()), world_readable);
        !written) {
        return std::unexpected(written.error());
    }
    pair.is_new = true;
    return pair;
}

} // namespace barograph::net
