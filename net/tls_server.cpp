#include "net/tls_server.hpp"

#include "net/file_stamp.hpp"
#include "net/tls_context.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <openssl/x509v3.h>

#include <algorithm>

namespace barograph::net {

namespace {

using outcome = std::expected<void, std::string>;

struct named_context {
    std::vector<std::string> names;
    tls_context context{tls_context::tls_server};
};

/// What a client may be shown; lives as long as the context that was handed out.
struct contexts {
    named_context main;
    std::vector<std::unique_ptr<named_context>> by_name;
};

void set_up(tls_context& context, const tls_server_options& options) {
    auto* handle = context.native_handle();
    SSL_CTX_set_min_proto_version(handle,
                                  options.min_version == tls_version::v1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(handle, 0);
    SSL_CTX_set_cipher_list(handle, options.cipher_list.c_str());
    if (!options.groups.empty()) {
        SSL_CTX_set1_groups_list(handle, options.groups.c_str());
    }
    context.set_options(tls_context::no_compression | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                        SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Idle connections are many; without this each keeps two 16 KiB record buffers.
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
    refuse_passphrases(context);
    context.set_verify_mode(asio::ssl::verify_peer);
    context.set_verify_callback([](bool, asio::ssl::verify_context&) { return true; });
}

outcome use_pair(tls_context& context, const certificate_pair& pair) {
    const auto certificate = read_file(pair.certificate_file);
    if (!certificate) {
        return std::unexpected(certificate.error());
    }
    const auto key = read_file(pair.key_file);
    if (!key) {
        return std::unexpected(key.error());
    }
    error_code error;
    context.use_certificate_chain(asio::buffer(*certificate), error);
    if (error) {
        return std::unexpected(pair.certificate_file + ": no usable PEM certificate (" + error.message() +
                               ")");
    }
    context.use_private_key(asio::buffer(*key), tls_context::pem, error);
    if (error) {
        return std::unexpected(pair.key_file + ": no usable PEM private key for " + pair.certificate_file +
                               " (" + error.message() + ")");
    }
    return {};
}

bool is_named(const std::vector<std::string>& names, std::string_view asked) {
    return std::ranges::any_of(names, [&](const std::string& name) {
        const auto first_dot = asked.find('.');
        const bool in_wildcard = name.starts_with("*.") && first_dot != std::string_view::npos &&
                                 asked.substr(first_dot) == std::string_view(name).substr(1);
        return in_wildcard || asked == name;
    });
}

bool is_in_certificate(SSL_CTX* context, const std::string& asked) {
    return X509_check_host(SSL_CTX_get0_certificate(context), asked.data(), asked.size(), 0, nullptr) == 1;
}

// The flags' own names go before those in certificates, as in Go's generic API server.
named_context* find(const contexts& all, const std::string& asked) {
    for (const auto& each : all.by_name) {
        if (is_named(each->names, asked)) {
            return each.get();
        }
    }
    for (const auto& each : all.by_name) {
        if (each->names.empty() && is_in_certificate(each->context.native_handle(), asked)) {
            return each.get();
        }
    }
    return nullptr;
}

int choose_certificate(SSL* connection, int*, void* argument) {
    const auto* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    if (name == nullptr) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    std::string asked(name);
    std::ranges::transform(asked, asked.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (auto* found = find(*static_cast<const contexts*>(argument), asked)) {
        SSL_set_SSL_CTX(connection, found->context.native_handle());
    }
    return SSL_TLSEXT_ERR_OK;
}

std::optional<std::chrono::sys_seconds>
first_expiry(const std::vector<std::unique_ptr<named_context>>& by_name) {
    std::optional<std::chrono::sys_seconds> first;
    for (const auto& each : by_name) {
        if (const auto expires = expiry_of(each->context); expires) {
            first = std::min(first.value_or(*expires), *expires);
        }
    }
    return first;
}

} // namespace

std::expected<tls_server, std::string> create_tls_server(const tls_server_options& options) {
    auto all = std::make_shared<contexts>();
    set_up(all->main.context, options);
    if (auto used = use_pair(all->main.context, options.main); !used) {
        return std::unexpected(used.error());
    }
    for (const auto& pair : options.by_name) {
        auto& each = *all->by_name.emplace_back(std::make_unique<named_context>());
        each.names = pair.names;
        set_up(each.context, options);
        if (auto used = use_pair(each.context, pair); !used) {
            return std::unexpected(used.error());
        }
    }
    auto* handle = all->main.context.native_handle();
    if (!all->by_name.empty()) {
        SSL_CTX_set_tlsext_servername_callback(handle, choose_certificate);
        SSL_CTX_set_tlsext_servername_arg(handle, all.get());
    }
    return tls_server{.context = std::shared_ptr<tls_context>(all, &all->main.context),
                      .expires = expiry_of(all->main.context).value(),
                      .expires_by_name = first_expiry(all->by_name),
                      .covers = [all](const std::string& host) {
                          auto* named = find(*all, host);
                          auto& shown = named != nullptr ? *named : all->main;
                          return is_in_certificate(shown.context.native_handle(), host);
                      }};
}

} // namespace barograph::net
