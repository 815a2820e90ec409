#include "kube/request_header_file.hpp"

#include <utility>

namespace barograph::kube {

request_header_file::request_header_file(request_header_config names, std::unique_ptr<ca_file> ca)
    : names_(std::move(names)), ca_(std::move(ca)) {}

std::expected<std::unique_ptr<request_header_file>, std::string>
request_header_file::open(request_header_config names, std::string ca_path, log_sink log, clock_source now) {
    auto ca = ca_file::open(std::move(ca_path), std::move(log), std::move(now));
    if (!ca) {
        return std::unexpected(std::move(ca.error()));
    }
    names.client_ca_pem = *(*ca)->current_client_ca();
    if (auto valid = validate(names); !valid) {
        return std::unexpected(std::move(valid.error()));
    }
    return std::unique_ptr<request_header_file>(new request_header_file(std::move(names), std::move(*ca)));
}

std::shared_ptr<const request_header_config> request_header_file::current() const {
    const std::lock_guard lock(mutex_);
    auto pem = ca_->current_client_ca();
    if (pem != pem_) {
        auto next = names_;
        next.client_ca_pem = *pem;
        next.version = current_ ? current_->version + 1 : 1;
        current_ = std::make_shared<const request_header_config>(std::move(next));
        pem_ = std::move(pem);
    }
    return current_;
}

} // namespace barograph::kube
