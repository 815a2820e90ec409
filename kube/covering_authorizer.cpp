#include "kube/covering_authorizer.hpp"

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

using result = std::expected<access_decision, error>;

bool showed_nothing(const user_info& user) {
    return std::ranges::find(user.groups, "system:unauthenticated") != user.groups.end();
}

result with_scope(result answer, access_scope scope) {
    if (answer) {
        answer->scope = scope;
    }
    return answer;
}

class covering_authorizer final : public authorizer {
public:
    explicit covering_authorizer(std::unique_ptr<authorizer> precise) : precise_(std::move(precise)) {}

    net::awaitable<result> authorize(access_request request) override {
        if (!request.is_resource || showed_nothing(request.user)) {
            co_return co_await precise_->authorize(std::move(request));
        }
        auto wider = request;
        wider.resource.assign(1, '*');
        wider.name.clear();
        wider.ns.clear();
        auto everywhere = co_await precise_->authorize(wider);
        if (!everywhere || everywhere->allowed) {
            co_return with_scope(std::move(everywhere), access_scope::everywhere);
        }
        wider.ns = request.ns;
        auto in_namespace = co_await precise_->authorize(std::move(wider));
        if (!in_namespace || in_namespace->allowed) {
            co_return with_scope(std::move(in_namespace), access_scope::in_namespace);
        }
        co_return co_await precise_->authorize(std::move(request));
    }

private:
    std::unique_ptr<authorizer> precise_;
};

} // namespace

std::unique_ptr<authorizer> cover_first(std::unique_ptr<authorizer> precise) {
    return std::make_unique<covering_authorizer>(std::move(precise));
}

} // namespace barograph::kube
