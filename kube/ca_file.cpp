#include "kube/ca_file.hpp"

#include "kube/certificate_verifier.hpp"

#include <utility>

namespace barograph::kube {

namespace {

constexpr std::chrono::seconds look_interval{1};

} // namespace

ca_file::ca_file(std::string path, log_sink log, clock_source now)
    : path_(std::move(path)), log_(std::move(log)), now_(std::move(now)), looked_at_(now_()) {}

std::expected<std::unique_ptr<ca_file>, std::string> ca_file::open(std::string path, log_sink log,
                                                                   clock_source now) {
    std::unique_ptr<ca_file> file(new ca_file(std::move(path), std::move(log), std::move(now)));
    file->stamp_ = net::file_stamp::of(file->path_);
    if (auto usable = file->read(); !usable) {
        return std::unexpected(std::move(usable.error()));
    }
    return file;
}

std::shared_ptr<const std::string> ca_file::current_client_ca() const {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    if (now - looked_at_ < look_interval) {
        return pem_;
    }
    looked_at_ = now;
    const auto stamp = net::file_stamp::of(path_);
    if (stamp == stamp_) {
        return pem_;
    }
    stamp_ = stamp;
    const auto before = pem_;
    const auto usable = read();
    if (!usable && log_.warning) {
        log_.warning(usable.error() + "; what was read last stays in force");
    }
    if (usable && log_.info) {
        if (pem_ != before) {
            log_.info(path_ + " was replaced: its CA certificates count from now on");
        } else if (refused_) {
            log_.info(path_ + ": usable again");
        }
    }
    refused_ = !usable;
    return pem_;
}

std::expected<void, std::string> ca_file::read() const {
    auto content = net::read_file(path_);
    if (!content) {
        return std::unexpected(std::move(content.error()));
    }
    if (const auto usable = certificate_verifier::create(*content); !usable) {
        return std::unexpected(path_ + ": " + usable.error());
    }
    if (!pem_ || *pem_ != *content) {
        pem_ = std::make_shared<const std::string>(std::move(*content));
    }
    return {};
}

} // namespace barograph::kube
