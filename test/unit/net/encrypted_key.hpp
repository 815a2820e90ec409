#pragma once
#include <string>

namespace barograph::test {

/// A private key in PEM that needs a passphrase to be read.
std::string encrypted_key_pem();

} // namespace barograph::test
