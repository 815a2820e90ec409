#pragma once
#include "cli/serve_options.hpp"
#include "net/stream.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::cli {

/// The serving certificate that the flags name, or else a self-signed one in --cert-dir. Error: one sentence.
std::expected<std::shared_ptr<net::tls_context>, std::string> serving_tls(const serve_options& options);

} // namespace barograph::cli
