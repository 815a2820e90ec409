#pragma once
#include "kube/ca_file.hpp"
#include "kube/request_header_source.hpp"

#include <expected>
#include <memory>
#include <mutex>
#include <string>

namespace barograph::kube {

/// The request-header configuration that flags give: names that never change, and a CA file that is followed.
class request_header_file final : public request_header_source {
public:
    /// `names` without its CAs, which `ca_path` holds. Error: one sentence saying what is unusable.
    static std::expected<std::unique_ptr<request_header_file>, std::string>
    open(request_header_config names, std::string ca_path, log_sink log = {},
         clock_source now = net::steady_clock::now);

    [[nodiscard]] std::shared_ptr<const request_header_config> current() const override;

private:
    request_header_file(request_header_config names, std::unique_ptr<ca_file> ca);

    request_header_config names_;
    std::unique_ptr<ca_file> ca_;
    mutable std::mutex mutex_; ///< guards what follows
    mutable std::shared_ptr<const std::string> pem_;
    mutable std::shared_ptr<const request_header_config> current_;
};

} // namespace barograph::kube
