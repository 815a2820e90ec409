#include "net/tls_context.hpp"

namespace barograph::net {

void refuse_passphrases(tls_context& context) {
    constexpr int no_passphrase = -1;
    SSL_CTX_set_default_passwd_cb(context.native_handle(),
                                  [](char*, int, int, void*) { return no_passphrase; });
}

} // namespace barograph::net
