#include "cli/serving_tls.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"

#include <unistd.h>

using namespace barograph;
using test::ContainsSubstring;

TEST_CASE("the certificate that the flags name is served, or what is wrong with it is told") {
    const test::temporary_folder folder;
    const test::certificate own({.common_name = "me"});
    cli::serve_options options;
    options.tls_cert_file = folder.write("tls.crt", own.pem());
    options.tls_private_key_file = folder.write("tls.key", own.key_pem());
    options.cert_dir = (folder.path() / "unused").string();
    CHECK(cli::serving_tls(options).has_value());
    CHECK_FALSE(std::filesystem::exists(options.cert_dir));

    options.tls_private_key_file += ".none";
    CHECK_THAT(cli::serving_tls(options).error(), ContainsSubstring("tls.key.none: No such file"));
}

TEST_CASE("without a certificate a self-signed one is made, and the log says which") {
    const test::temporary_folder folder;
    cli::serve_options options;
    options.cert_dir = (folder.path() / "made").string();
    const test::captured_output log(STDERR_FILENO);
    CHECK(cli::serving_tls(options).has_value());
    CHECK_THAT(log.text(),
               ContainsSubstring("self-signed certificate " + options.cert_dir + "/apiserver.crt"));

    options.cert_dir = folder.write("file", "") + "/below";
    CHECK_THAT(cli::serving_tls(options).error(), test::StartsWith("--cert-dir: " + options.cert_dir));
}
