#pragma once
#include "kube/authorizer.hpp"

#include <vector>

namespace barograph::test {

/// Decides as told, denying unless told otherwise, and remembers what it was asked.
class scripted_authorizer final : public kube::authorizer {
public:
    net::awaitable<std::expected<kube::access_decision, kube::error>>
    authorize(kube::access_request request) override {
        asked.push_back(std::move(request));
        co_return answer;
    }

    std::expected<kube::access_decision, kube::error> answer;
    std::vector<kube::access_request> asked;
};

} // namespace barograph::test
