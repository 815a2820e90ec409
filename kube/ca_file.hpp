#pragma once
#include "kube/client_ca_source.hpp"
#include "kube/log_sink.hpp"
#include "kube/outage_log.hpp"
#include "net/file_stamp.hpp"

#include <expected>
#include <memory>
#include <mutex>
#include <string>

namespace barograph::kube {

/// A file of CA certificates that a flag names, followed as it changes: looked at when it is asked for, at
/// most once a second. New content that is unusable is refused, told once, and the old one stays in force;
/// that it is good again is told, too.
class ca_file final : public client_ca_source {
public:
    /// Error: one sentence with the path.
    static std::expected<std::unique_ptr<ca_file>, std::string>
    open(std::string path, log_sink log = {}, clock_source now = net::steady_clock::now);

    [[nodiscard]] std::shared_ptr<const std::string> current_client_ca() const override;

private:
    ca_file(std::string path, log_sink log, clock_source now);
    std::expected<void, std::string> read() const;

    std::string path_;
    log_sink log_;
    clock_source now_;
    mutable std::mutex mutex_; ///< guards what follows
    mutable net::time_point looked_at_;
    mutable net::file_stamp stamp_;
    mutable std::shared_ptr<const std::string> pem_;
    mutable bool refused_ = false; ///< what the file holds now
};

} // namespace barograph::kube
