#include "kube/request_header_source.hpp"

#include <utility>

namespace barograph::kube {

namespace {

class static_source final : public request_header_source {
public:
    explicit static_source(request_header_config config)
        : config_(std::make_shared<const request_header_config>(std::move(config))) {}

    [[nodiscard]] std::shared_ptr<const request_header_config> current() const override { return config_; }

private:
    std::shared_ptr<const request_header_config> config_;
};

} // namespace

std::expected<std::unique_ptr<request_header_source>, std::string>
create_static_request_header_source(request_header_config config) {
    if (auto valid = validate(config); !valid) {
        return std::unexpected(valid.error());
    }
    config.version = 1;
    return std::make_unique<static_source>(std::move(config));
}

} // namespace barograph::kube
